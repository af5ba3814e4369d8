// The address says what is seen: a link to this page opens it in the same state.

/** What a finding is called in an address: its fingerprint, and its number among those that share one. */
const alike = new Map();
const findingKeys = findings.map(({ fingerprint }) => {
  alike.set(fingerprint, (alike.get(fingerprint) ?? 0) + 1);
  return alike.get(fingerprint) > 1 ? `${fingerprint}.${alike.get(fingerprint)}` : fingerprint;
});
const settled = { timer: null };
let written = null; // what this page wrote itself

/** Write what is seen into the address, without a new entry in the browser's history. */
function writeAddress() {
  const parts = new URLSearchParams();
  const { selected, wave, finding, cycle, filter, collapsed, theme } = state;
  if (selected !== null) parts.set("workspace", workspaces[selected].id);
  if (wave) parts.set("wave", wave);
  if (finding !== null) parts.set("finding", findingKeys[finding]);
  if (cycle !== null) parts.set("cycle", workspaces[cycles[cycle].workspaces[0]].id);
  for (const [name, value] of Object.entries(filter)) if (value) parts.set(name, value);
  if (isOverview()) parts.set("overview", "yes");
  else for (const group of framed) if (collapsed.has(group)) parts.append("collapsed", groups[group].name);
  if (theme) parts.set("theme", theme);
  parts.set("view", [view.x, view.y].map(Math.round).concat(view.scale.toPrecision(4)).join("_"));
  written = `#${parts}`;
  if (location.hash === written) return;
  history.replaceState(null, "", written);
}

/** Write the address when nothing has moved for a moment: browsers slow down a page that does so at every step. */
function writeSoon() {
  clearTimeout(settled.timer);
  settled.timer = setTimeout(writeAddress, 150);
}

/** Give a whole number below a limit that an address holds, or null. */
function readNumber(text, limit) {
  return /^[0-9]{1,9}$/.test(text ?? "") && Number(text) < limit ? Number(text) : null;
}

/** Read what an address says; what it says wrongly is left out. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const text = (name) => parts.get(name) ?? "";
  const known = (name) => ([...FIELDS[name].options].some(({ value }) => value === text(name)) ? text(name) : "");
  const closed = new Set(parts.getAll("collapsed"));
  const place = (list, fits) => (list.some(fits) ? list.findIndex(fits) : null);
  change({
    selected: byId.get(text("workspace")) ?? null,
    wave: 0,
    finding: place(findingKeys, (key) => key === text("finding")),
    cycle: place(cycles, ({ workspaces: [first] }) => workspaces[first].id === text("cycle")),
    filter: { project: known("project"), tag: known("tag"), rule: known("rule"), select: text("select") },
    collapsed: new Set(framed.filter((group) => text("overview") || closed.has(groups[group].name))),
    theme: ["light", "dark"].includes(text("theme")) ? text("theme") : "",
  });
  if (state.selected !== null) change({ wave: readNumber(parts.get("wave"), derived.cascade.waves.length + 1) ?? 0 });
  find("filter").open ||= Object.values(state.filter).some(Boolean);
  const [x, y, scale] = text("view").split("_").map(Number);
  if ([x, y, scale].every(Number.isFinite) && scale > 0) Object.assign(view, { x, y, scale: Math.min(4, scale) });
  else fit();
}

window.addEventListener("hashchange", () => {
  if (location.hash === written) return;
  readAddress();
  moved();
});
