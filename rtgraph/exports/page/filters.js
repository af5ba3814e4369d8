// The filter: by project, tag, rule, and in the selection language of the command line.

const FIELDS = {
  project: find("filter-project"),
  tag: find("filter-tag"),
  rule: find("filter-rule"),
  select: find("filter-select"),
};

function addChoices(field, values) {
  const sorted = [...new Set(values)].sort();
  field.append(...sorted.map((value) => make("option", { value }, show(value))));
  field.disabled = !sorted.length;
}

function buildFilters() {
  addChoices(
    FIELDS.project,
    workspaces.flatMap(({ project }) => (project ? [project[0]] : [])),
  );
  addChoices(
    FIELDS.tag,
    workspaces.flatMap(({ tags }) => tags ?? []),
  );
  addChoices(
    FIELDS.rule,
    findings.map(({ rule }) => rule),
  );
  for (const [name, field] of Object.entries(FIELDS)) {
    field.addEventListener(name === "select" ? "change" : "input", () => setFilter(name, field.value));
  }
  FIELDS.select.addEventListener("keydown", (event) => {
    if (event.key === "Enter") setFilter("select", FIELDS.select.value);
  });
  find("filter-reset").addEventListener("click", () =>
    change({ filter: { project: "", tag: "", rule: "", select: "" } }),
  );
  showFilter();
}

function setFilter(name, value) {
  if (state.filter[name] === value) return;
  change({ filter: { ...state.filter, [name]: value } });
  const { problem, shown } = derived;
  say(problem ? problem.message : shown ? `${count(shown.size, "workspace")} shown` : "all workspaces shown");
}

/** Show what the filter is, how much passes it, and what is wrong with it. */
function showFilter() {
  for (const [name, field] of Object.entries(FIELDS))
    if (field.value !== state.filter[name]) field.value = state.filter[name];
  const { shown, problem } = derived;
  const total = workspaces.length.toLocaleString("en-US");
  find("shown").textContent = shown ? `${shown.size.toLocaleString("en-US")} of ${total} workspaces` : "";
  find("filter-reset").hidden = !Object.values(state.filter).some(Boolean);
  FIELDS.select.setAttribute("aria-invalid", problem !== null);
  const mistake = find("filter-mistake");
  mistake.hidden = problem === null;
  if (!problem) return;
  const before = show(problem.text.slice(0, problem.position)).slice(-30);
  const after = show(problem.text.slice(problem.position)).slice(0, 30);
  const place = make("pre", { "aria-hidden": "true" }, `${before}${after}\n${" ".repeat([...before].length)}^`);
  mistake.replaceChildren(make("span", {}, show(problem.message)), place);
}

listeners.push((before) => {
  if (before.filter !== state.filter) showFilter();
});
