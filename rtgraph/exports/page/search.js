// The search field: a combobox whose list is walked with the arrow keys.
// Source: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

const searchField = find("search");
const hits = find("hits");
const MOST_HITS = 40;
const lowered = workspaces.map(({ name, id }) => [name.toLowerCase(), id.toLowerCase()]);
let active = -1;

/** Find workspaces by a part of their name, or their id: those that begin with it first. */
function searchFor(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const rank = (number) => {
    const [name, id] = lowered[number];
    if (name === wanted || id === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.includes(wanted) || id.includes(wanted) ? 2 : 3;
  };
  const found = everyone.map((number) => [rank(number), number]).filter(([each]) => each < 3);
  return found.sort((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, number]) => number);
}

function showHits() {
  const found = searchFor(searchField.value);
  active = found.length ? 0 : -1;
  const options = found.slice(0, MOST_HITS).map((number, place) => {
    const project = workspaces[number].project;
    const words = make("small", {}, project ? show(project[0]) : "");
    return make(
      "li",
      { role: "option", id: `hit-${place}`, "data-number": number, "aria-selected": place === active },
      nameOf(number),
      " ",
      words,
    );
  });
  hits.replaceChildren(...options);
  const rest = found.length > MOST_HITS ? `, ${MOST_HITS} shown` : "";
  say(searchField.value.trim() ? `${count(found.length, "workspace")} found${rest}` : "");
  find("no-hits").hidden = !searchField.value.trim() || found.length > 0;
  openHits(found.length > 0);
}

function openHits(open) {
  hits.hidden = !open;
  searchField.setAttribute("aria-expanded", open);
  markHit();
}

function markHit() {
  [...hits.children].forEach((each, place) => each.setAttribute("aria-selected", place === active));
  const current = hits.hidden ? null : hits.children[active];
  if (current) {
    searchField.setAttribute("aria-activedescendant", current.id);
    current.scrollIntoView({ block: "nearest" });
  } else searchField.removeAttribute("aria-activedescendant");
}

function take(place) {
  const option = hits.children[place];
  if (!option) return;
  openHits(false);
  choose(Number(option.dataset.number));
  panel.querySelector("h2").focus();
}

searchField.addEventListener("input", showHits);
searchField.addEventListener("focus", () => searchField.value && showHits());
searchField.addEventListener("blur", () => {
  openHits(false);
  find("no-hits").hidden = true;
});
searchField.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.hidden) showHits();
  else if (step) {
    active = (active + step + hits.children.length) % hits.children.length;
    markHit();
  } else if (event.key === "Enter") take(active);
  else if (event.key === "Escape" && (searchField.value || !hits.hidden)) {
    searchField.value = "";
    showHits();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
hits.addEventListener("pointerdown", (event) => {
  event.preventDefault(); // the field keeps the focus
  const option = event.target.closest("li");
  if (option) take([...hits.children].indexOf(option));
});
