// What there is to know about the selected workspace, or about the finding that was chosen.

const panel = find("panel");
const MANY = 200; // rows that are shown before the rest is only counted

const unknown = (value, yes, no) => (value === undefined ? "not known" : value ? yes : no);

/** Give the attributes of a workspace as pairs of words. */
function listAttributes(workspace) {
  const { project, tags, mode, auto, apply, locked, version, resources, seconds } = workspace;
  const pairs = [
    ["Id", workspace.id],
    ["Project", project ? `${project[0]} (${project[1]})` : "none"],
  ];
  if (workspace.unreadable) return [pairs[0], ["Access", "not readable: known only from run triggers"]];
  return [
    ...pairs,
    ["Tags", tags ? tags.join(", ") : "none"],
    ["Execution", mode === "local" ? "local: no runs of its own" : (mode ?? "not known")],
    [
      "Triggered runs",
      mode === "local" ? "none" : unknown(auto, "applied with nobody confirming", "wait for a person"),
    ],
    ["Other runs", unknown(apply, "applied with nobody confirming", "wait for a person")],
    ["Locked", unknown(locked, "yes", "no")],
    ["Terraform", version ?? "not known"],
    ["Resources", resources === undefined ? "not known" : resources.toLocaleString("en-US")],
    ["Average run", seconds ? `plan ${Math.round(seconds[0])} s, apply ${Math.round(seconds[1] ?? 0)} s` : "not known"],
    ...(workspace.spots ?? []).map((spot) => ["Blind spot", spot]),
  ];
}

/** Make a link to an address, if it is one of the web's. */
function makeLink(url, words) {
  return /^https?:\/\//.test(url ?? "")
    ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words)
    : null;
}

/** Make the button that leads to another workspace. */
function makeJump(number) {
  return make("button", { type: "button", class: "jump", "data-number": number }, nameOf(number));
}

/** List the triggers of one direction, the other workspace first. */
function makeTriggers(title, list, end, beyond) {
  const rows = list.slice(0, MANY).map((trigger) => {
    const word = { cycle: "on a cycle", cut: "on a cycle, and in the cut" }[trigger.line];
    const facts = [trigger.ids.join(", "), trigger.created && `since ${trigger.created}`, word]
      .filter(Boolean)
      .join(" · ");
    return make("li", {}, makeJump(trigger[end]), make("small", {}, show(facts)));
  });
  const more = list.length > MANY ? [make("li", {}, `and ${(list.length - MANY).toLocaleString("en-US")} more`)] : [];
  const left = beyond
    ? [
        make(
          "li",
          { class: "quiet" },
          `and ${beyond} ${end === "source" ? "from" : "to"} workspaces that are left out here`,
        ),
      ]
    : [];
  const total = list.reduce((sum, { ids }) => sum + ids.length, 0) + (beyond ?? 0);
  const body = total ? make("ul", { class: "triggers" }, rows, more, left) : make("p", { class: "quiet" }, "none");
  return make(
    "section",
    {},
    make("h3", {}, `${title} `, make("span", { class: "number" }, total.toLocaleString("en-US"))),
    body,
  );
}

function makeFindings(number) {
  const list = findingsOf[number];
  const rows = list.slice(0, MANY).map((finding) => {
    const place = findings.indexOf(finding);
    return make(
      "li",
      {},
      make("button", { type: "button", class: "plain", "data-finding": place }, labelFinding(finding)),
    );
  });
  const title = make("h3", {}, "Findings ", make("span", { class: "number" }, String(list.length)));
  return make(
    "section",
    {},
    title,
    list.length ? make("ul", { class: "triggers" }, rows) : make("p", { class: "quiet" }, "none"),
  );
}

/** Show everything about the selected workspace. */
function showDetails(number) {
  const workspace = workspaces[number];
  const { upstream, downstream } = derived;
  const link = makeLink(workspace.url, "Open the workspace");
  const head = [
    make("h2", { tabindex: -1 }, nameOf(number)),
    make(
      "p",
      { class: "roles" },
      (workspace.words ?? []).map((word) => make("span", { class: `role ${workspace.role}` }, show(word))),
    ),
    make("p", {}, `${count(upstream.size - 1, "workspace")} upstream, ${downstream.size - 1} downstream.`),
    link && make("p", {}, link),
  ];
  const facts = listAttributes(workspace).flatMap(([name, value]) => [
    make("dt", {}, name),
    make("dd", {}, show(value)),
  ]);
  panel.replaceChildren(
    make("div", { class: "close" }, make("button", { type: "button", onclick: () => select(null) }, "Close")),
    ...head.filter(Boolean),
    makeCascade(),
    makeTriggers("Inbound run triggers", inbound[number], "source", workspace.beyond?.[0]),
    makeTriggers("Outbound run triggers", outbound[number], "target", workspace.beyond?.[1]),
    makeFindings(number),
    make("section", {}, make("h3", {}, "Attributes"), make("dl", {}, facts)),
  );
}

/** Show a finding with the workspaces that it is about, and what mends it. */
function showFinding(place) {
  const { severity, title, rule, message, workspaces: concerned, triggers: ids, mend } = findings[place];
  const jumps = concerned.slice(0, MANY).map((each) => make("li", {}, makeJump(each)));
  const commands = mend.slice(0, MANY).map((each) => make("li", {}, make("code", {}, show(each))));
  panel.replaceChildren(
    make("div", { class: "close" }, make("button", { type: "button", onclick: () => select(null) }, "Close")),
    make("h2", { tabindex: -1 }, title),
    make("p", {}, make("span", { class: `severity ${severity}` }, severity), " ", make("code", {}, rule)),
    make("p", {}, show(message)),
    make(
      "section",
      {},
      make("h3", {}, "Workspaces ", make("span", { class: "number" }, String(concerned.length))),
      make("ul", { class: "triggers" }, jumps),
    ),
    make(
      "section",
      {},
      make("h3", {}, "Run triggers"),
      make("p", { class: "quiet" }, ids.length ? show(ids.slice(0, MANY).join(", ")) : "none"),
    ),
    ...(mend.length
      ? [make("section", {}, make("h3", {}, "What to do"), make("ul", { class: "triggers" }, commands))]
      : []),
  );
}

panel.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-number], [data-finding]");
  if (!button) return;
  if (button.dataset.finding) goToFinding(Number(button.dataset.finding));
  else choose(Number(button.dataset.number));
  panel.querySelector("h2")?.focus({ preventScroll: true });
});

listeners.push((before) => {
  if (before.selected === state.selected && before.finding === state.finding) return;
  const empty = state.selected === null && state.finding === null;
  panel.hidden = empty;
  document.body.classList.toggle("with-panel", !empty);
  if (state.selected !== null) showDetails(state.selected);
  else if (state.finding !== null) showFinding(state.finding);
  panel.scrollTop = 0;
});
