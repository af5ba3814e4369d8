// The page as a whole: buttons, keys, size, print, and what scripts of others may ask.

/** The window has moved: show it, and say so in the address. */
function moved() {
  schedule();
  writeSoon();
}

listeners.push((before) => {
  if (before.collapsed !== state.collapsed) buildLinks();
  else sortLinks();
  if (before.theme !== state.theme) applyTheme();
  find("collapse").textContent = state.collapsed.size ? "Expand all" : "Collapse all";
  redraw();
  writeSoon();
});

find("collapse").hidden = framed.length < 2;
const ACTIONS = {
  fit: () => fit(),
  larger: () => zoom(1.25),
  smaller: () => zoom(0.8),
  collapse: () => {
    setCollapsed(framed, !state.collapsed.size);
    fit();
  },
  theme: () => {
    const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    change({ theme: dark ? "light" : "dark" });
  },
  "open-help": () => find("help").showModal(),
  skip: () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true").focus(),
};
for (const [id, action] of Object.entries(ACTIONS)) find(id).addEventListener("click", action);

/** Keys that work wherever the focus is, except in a field. */
const SHORTCUTS = {
  "/": () => {
    searchField.focus();
    searchField.select();
  },
  f: ACTIONS.fit,
  c: () => framed.length > 1 && ACTIONS.collapse(),
  n: () => state.selected !== null && derived.cascade.waves.length && stepWave(1),
  p: () => state.selected !== null && derived.cascade.waves.length && state.wave && stepWave(-1),
  "?": ACTIONS["open-help"],
  Escape: () => select(null),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, dialog") || !SHORTCUTS[event.key]) return;
  event.preventDefault();
  SHORTCUTS[event.key]();
});

const PAPER_WIDE = 1800; // finer than a screen: print can be read where a screen's letters would be dots

/** Paper gets the whole drawing, or what is lit, in light colours and sharp. */
window.addEventListener("beforeprint", () => {
  const before = { ...view };
  document.documentElement.dataset.theme = "light";
  readColours();
  const chosen = derived.lit ? [...derived.lit.keys()] : derived.shown ? [...derived.shown] : null;
  const [, , width, height] = surround(chosen?.length ? chosen : null);
  paper = [PAPER_WIDE, Math.max(200, Math.min(PAPER_WIDE * 0.6, (PAPER_WIDE * height) / (width || 1) + 2 * MARGIN))];
  fit(chosen);
  drawAll(canvas, { x: view.x, y: view.y, wide: paper[0], high: paper[1] }, 2);
  Object.assign(view, before);
});
window.addEventListener("afterprint", () => {
  paper = null;
  applyTheme();
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyTheme);
let sized = false;
new ResizeObserver(() => {
  if (sized) schedule();
  sized = true;
}).observe(canvas);

/** What other scripts may ask; nothing here changes the page. */
window.rtgraph = Object.freeze({
  get selected() {
    return state.selected === null ? null : workspaces[state.selected].id;
  },
  get shown() {
    return everyone.filter(isShown).map((each) => workspaces[each].id);
  },
  get lit() {
    return derived.lit ? everyone.filter((each) => derived.lit.has(each)).map((each) => workspaces[each].id) : [];
  },
  get litTriggers() {
    return triggers.filter(isLit).flatMap(({ ids }) => ids);
  },
  get drawn() {
    const cards = state.collapsed.size;
    const boxes = everyone.filter((each) => !state.collapsed.has(workspaces[each].group)).length;
    return { workspaces: boxes, groups: cards, arrows: links.length };
  },
  get view() {
    return { ...view };
  },
  /** Give where a workspace is in the window: the middle of its box, from the corner of the drawing. */
  locate(id) {
    const [x, y, width, height] = rectOf(endOf(byId.get(id)));
    return [(x + width / 2 - view.x) * view.scale, (y + height / 2 - view.y) * view.scale];
  },
  select: (text) => {
    const found = selectWorkspaces(text);
    return everyone.filter((each) => found.has(each)).map((each) => workspaces[each].id);
  },
  cascade: (id) => {
    const { runs, unattended, gates, waves, end } = findCascade(byId.get(id));
    const name = (each) => workspaces[each].id;
    return {
      runs,
      unattended,
      gates: gates.map(name),
      end,
      waves: waves.map((wave) =>
        wave.map((each) => ({ ...each, workspace: name(each.workspace), sources: each.sources.map(name) })),
      ),
    };
  },
});

readColours();
buildFilters();
buildOutline();
buildFindings();
buildCycles();
openTab(tabs[0]);
for (const [name, list] of [
  ["workspaces", workspaces],
  ["findings", findings],
  ["cycles", cycles],
]) {
  find(`count-${name}`).textContent = list.length.toLocaleString("en-US");
}
readAddress();
paint();
performance.mark("rtgraph-ready");
