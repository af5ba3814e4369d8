// The same graph as a list, for keyboard and screen reader: groups that open, a button for each workspace.
// A group's buttons are made when it opens, so that ten thousand workspaces cost nothing before.

const OPEN_AT_FIRST = 400; // workspaces: with more, groups begin closed
const AT_ONCE_LISTED = 200; // of a longer list each so many are a section of their own
const outline = find("outline");
let sections = [];

/** Make a list that arrow keys walk through; Tab leaves it. */
function walkable(list) {
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (step === undefined && edge === undefined) return;
    const stops = [...list.querySelectorAll("summary, li > button")].filter((each) => each.checkVisibility());
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
function makeSection(title, items, passes, makeItem, open) {
  const total = make("span", { class: "number" });
  const body = items.length > AT_ONCE_LISTED ? make("div", { class: "parts" }) : make("ul");
  const details = make("details", { open }, make("summary", {}, make("span", { class: "title" }, title), total), body);
  let filled = null;
  let parts = null;
  const fill = () => {
    const wanted = items.filter(passes);
    total.textContent = wanted.length.toLocaleString("en-US");
    details.hidden = !wanted.length;
    if (!details.open) return;
    if (body.tagName === "DIV") {
      parts ??= splitSection(items, passes, makeItem);
      for (const part of parts) part.fill();
      if (!body.firstChild) body.append(...parts.map((part) => part.details));
    } else if (filled !== wanted.join()) {
      body.replaceChildren(...wanted.map(makeItem));
      if (body.firstChild) body.querySelector("button").tabIndex = 0;
      filled = wanted.join();
    }
  };
  details.addEventListener("toggle", fill);
  return { details, fill };
}

/** Make the sections of a long list: each names where it begins and ends. */
function splitSection(items, passes, makeItem) {
  const found = [];
  for (let first = 0; first < items.length; first += AT_ONCE_LISTED) {
    const some = items.slice(first, first + AT_ONCE_LISTED);
    const [begin, end] = [some[0], some.at(-1)].map((each) =>
      [...makeItem(each).querySelector(".name").textContent].slice(0, 40).join(""),
    );
    found.push(makeSection(`${begin} … ${end}`, some, passes, makeItem, false));
  }
  return found;
}

function makeWorkspace(number) {
  const words = (workspaces[number].words ?? []).join(" · ");
  const current = number === state.selected ? "true" : null;
  const label = [
    make("span", { class: "name" }, nameOf(number)),
    words ? " " : null,
    words ? make("small", {}, words) : null,
  ];
  return make(
    "li",
    {},
    make("button", { type: "button", tabindex: -1, "data-number": number, "aria-current": current }, label),
  );
}

const titleOf = (group) =>
  show(groups[group].name ?? `without a ${data.gathered === "none" ? "group" : data.gathered}`);

/** Build the outline: a section for each group. */
function buildOutline() {
  const open = workspaces.length <= OPEN_AT_FIRST;
  sections = groups.map((_, group) => {
    const title = data.gathered === "none" ? "all workspaces" : titleOf(group);
    return makeSection(title, members[group], isShown, makeWorkspace, open);
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
  say(
    `${nameOf(number)}: ${upstream.size - 1} upstream, ${downstream.size - 1} downstream, ${count(findingsOf[number].length, "finding")}`,
  );
}

listeners.push((before) => {
  if (before.filter !== state.filter) for (const section of sections) section.fill();
  if (before.selected === state.selected) return;
  for (const each of outline.querySelectorAll("[aria-current]")) each.removeAttribute("aria-current");
  const button = outline.querySelector(`button[data-number="${state.selected}"]`);
  button?.setAttribute("aria-current", "true");
  if (button && !outline.contains(document.activeElement)) button.scrollIntoView({ block: "nearest" });
});
