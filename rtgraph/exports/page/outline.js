// The same graph as a list, for keyboard and screen reader: groups that open, a button for each workspace.
// A group's buttons are made when it opens, so that ten thousand workspaces cost nothing before.

const OPEN_AT_FIRST = 400; // workspaces: with more, groups begin closed
const outline = find("outline");
const sections = [];

/** Make a list that arrow keys walk through; Tab leaves it. */
function walkable(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (step === undefined && edge === undefined) return;
    const stops = [...list.querySelectorAll("summary, details[open] button, li > button")];
    const at = stops.indexOf(document.activeElement);
    const next = edge === undefined ? stops[at + step] : stops.at(edge);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  list.addEventListener("focusin", ({ target }) => {
    if (target.tagName !== "BUTTON") return;
    for (const each of target.closest("ul").querySelectorAll('button[tabindex="0"]')) each.tabIndex = -1;
    target.tabIndex = 0;
  });
}

/** Make a section that is filled when it opens. */
function makeSection(title, items, makeItem, open) {
  const list = make("ul");
  const total = make("span", { class: "number" });
  const details = make("details", { open }, make("summary", {}, make("span", { class: "title" }, title), total), list);
  const section = { details, list, total, items, filled: null };
  section.fill = () => {
    const wanted = items().filter((item) => item !== null);
    total.textContent = wanted.length.toLocaleString("en-US");
    details.hidden = !wanted.length;
    if (!details.open) section.filled = null;
    else if (section.filled?.join() !== wanted.join()) {
      list.replaceChildren(...wanted.map(makeItem));
      if (list.firstChild) list.querySelector("button").tabIndex = 0;
      section.filled = wanted;
    }
  };
  details.addEventListener("toggle", section.fill);
  return section;
}

function makeWorkspace(number) {
  const words = (workspaces[number].words ?? []).join(" · ");
  const current = number === state.selected ? "true" : null;
  const label = [make("span", { class: "name" }, nameOf(number)), words ? " " : null, words ? make("small", {}, words) : null];
  return make("li", {}, make("button", { type: "button", tabindex: -1, "data-number": number, "aria-current": current }, label));
}

const titleOf = (group) => show(groups[group].name ?? `without a ${data.gathered === "none" ? "group" : data.gathered}`);

/** Build the outline: a section for each group; one alone needs no name. */
function buildOutline() {
  const open = workspaces.length <= OPEN_AT_FIRST || groups.length === 1;
  groups.forEach((_, group) => {
    const title = data.gathered === "none" ? "all workspaces" : titleOf(group);
    sections.push(makeSection(title, () => members[group].filter(isShown), makeWorkspace, open));
  });
  outline.replaceChildren(...sections.map(({ details }) => details));
  outline.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-number]");
    if (button) choose(Number(button.dataset.number));
  });
  walkable(outline);
  for (const section of sections) section.fill();
}

/** Select a workspace from a list, and show where it is; a card that holds it opens. */
function choose(number) {
  if (state.collapsed.has(workspaces[number].group)) setCollapsed([workspaces[number].group], false);
  select(number);
  showWorkspace(number);
  const { upstream, downstream } = derived;
  say(`${nameOf(number)}: ${upstream.size - 1} upstream, ${downstream.size - 1} downstream, ${count(findingsOf[number].length, "finding")}`);
}

listeners.push((before) => {
  if (before.filter !== state.filter) for (const section of sections) section.fill();
  if (before.selected === state.selected) return;
  for (const each of outline.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
  const button = outline.querySelector(`button[data-number="${state.selected}"]`);
  button?.setAttribute("aria-current", "true");
  if (button && !outline.contains(document.activeElement)) button.scrollIntoView({ block: "nearest" });
});
