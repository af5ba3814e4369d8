// The lists of findings and of cycles, each of which jumps to its place, and the tabs that they share with the outline.

const findingSections = [];

const labelFinding = ({ severity, message }) => [
  make("span", { class: `severity ${severity}` }, severity),
  " ",
  make("span", { class: "name" }, show(message)),
];
const makeFinding = (place) =>
  make(
    "li",
    {},
    make("button", { type: "button", tabindex: -1, "data-finding": place }, labelFinding(findings[place])),
  );

/** Show what a finding is about: its workspaces and triggers stand out, and the window goes there. */
function goToFinding(place) {
  change({ finding: place, cycle: null, wave: 0, selected: null });
  fit([...(derived.lit?.keys() ?? [])]);
  say(`${findings[place].severity}: ${show(findings[place].message)}`);
}

function buildFindings() {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  for (const rule of rules) {
    const places = findings.map((_, place) => place).filter((place) => findings[place].rule === rule);
    const title = [make("span", {}, findings[places[0]].title), " ", make("code", {}, rule)];
    const passes = (place) => keepsFinding(findings[place]);
    findingSections.push(makeSection(title, places, passes, makeFinding, places.length <= 12));
  }
  const list = find("findings");
  list.replaceChildren(...findingSections.map(({ details }) => details));
  if (!findings.length) list.append(make("p", { class: "empty" }, "The audit finds nothing."));
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-finding]");
    if (button) goToFinding(Number(button.dataset.finding));
  });
  walkable(list);
  for (const section of findingSections) section.fill();
}

/** Tell whether a finding passes the filter: it is of the rule, and about a workspace that is shown. */
function keepsFinding({ rule, workspaces: concerned }) {
  if (state.filter.rule && state.filter.rule !== rule) return false;
  return !concerned.length || concerned.some(isShown);
}

function makeCycle(place) {
  const { workspaces: all, path, sustained, cut, optimal } = cycles[place];
  const words = sustained ? "keeps going with nobody confirming" : "a gate stops it";
  const size = all.length > path.length - 1 ? `, the shortest among ${count(all.length, "workspace")}` : "";
  const cuts = `cut ${cut.slice(0, 6).join(", ")}${cut.length > 6 ? ` and ${cut.length - 6} more` : ""}`;
  const label = [
    make("span", { class: `severity ${sustained ? "error" : "warning"}` }, words),
    make("span", { class: "path" }, path.map(nameOf).join(" → ") + size),
    make("small", {}, show(`${cuts} (${optimal ? "the fewest that do" : "fewer may do"})`)),
  ];
  return make("li", {}, make("button", { type: "button", "data-cycle": place }, label));
}

function buildCycles() {
  const list = make(
    "ul",
    {},
    cycles.map((_, place) => makeCycle(place)),
  );
  find("cycles").replaceChildren(cycles.length ? list : make("p", { class: "empty" }, "There are no cycles."));
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-cycle]");
    if (!button) return;
    change({ cycle: Number(button.dataset.cycle), finding: null, wave: 0, selected: null });
    fit(cycles[state.cycle].workspaces);
    say(`cycle: ${cycles[state.cycle].path.map(nameOf).join(" → ")}`);
  });
}

const tabs = [...document.querySelectorAll('[role="tab"]')];

/** Show one of the lists; it is filled when it is first seen. */
function openTab(tab) {
  for (const each of tabs) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", chosen);
    each.tabIndex = chosen ? 0 : -1;
    find(each.getAttribute("aria-controls")).hidden = !chosen;
  }
}

for (const [place, tab] of tabs.entries()) {
  tab.addEventListener("click", () => openTab(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs.at((place + step) % tabs.length);
    openTab(next);
    next.focus();
  });
}

listeners.push((before) => {
  if (before.filter !== state.filter) for (const section of findingSections) section.fill();
  for (const [name, chosen] of [
    ["finding", state.finding],
    ["cycle", state.cycle],
  ]) {
    if (before[name] === chosen) continue;
    for (const each of document.querySelectorAll(`button[data-${name}][aria-current]`))
      each.removeAttribute("aria-current");
    document.querySelector(`button[data-${name}="${chosen}"]`)?.setAttribute("aria-current", "true");
  }
});
