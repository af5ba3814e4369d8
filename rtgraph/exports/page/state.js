// What the reader has chosen, and what follows from it; whoever shows something listens for changes.

const state = {
  selected: null, // a workspace
  wave: 0, // of the selected workspace's cascade; 0 shows none
  finding: null, // a place in `findings`
  cycle: null, // a place in `cycles`
  filter: { project: "", tag: "", rule: "", select: "" },
  collapsed: new Set(), // groups
  theme: "", // "", "light" or "dark"
};
/** What follows: `shown` is null for all; `lit` has a word for each workspace that stands out, null for none. */
const derived = {
  shown: null,
  problem: null,
  cascade: null,
  lit: null,
  upstream: null,
  downstream: null,
  strong: null,
  earlier: null,
};
const listeners = [];

/** Choose something: the rest follows, and everyone who listens is told what changed. */
function change(parts) {
  const before = { ...state };
  Object.assign(state, parts);
  if (before.selected !== state.selected) follow();
  if (before.filter !== state.filter) applyFilter();
  light();
  for (const listener of listeners) listener(before);
}

/** Select a workspace, or none; what was lit before is not any more. */
function select(number) {
  change({ selected: number, wave: 0, finding: null, cycle: null });
}

/** Work out what the selected workspace hangs on, what hangs on it, and its cascade. */
function follow() {
  const start = state.selected;
  derived.upstream = start === null ? null : reach(predecessors, [start]);
  derived.downstream = start === null ? null : reach(successors, [start]);
  derived.cascade = start === null ? null : findCascade(start);
}

/** Work out which workspaces pass the filter; a selection that is not understood filters nothing. */
function applyFilter() {
  const { project, tag, rule, select: text } = state.filter;
  derived.problem = null;
  let chosen = null;
  try {
    chosen = text.trim() ? selectWorkspaces(text) : null;
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    derived.problem = error;
  }
  const ruled = rule ? new Set(findings.filter((each) => each.rule === rule).flatMap((each) => each.workspaces)) : null;
  const passes = (each) =>
    (!chosen || chosen.has(each)) &&
    (!project || workspaces[each].project?.[0] === project) &&
    (!tag || (workspaces[each].tags ?? []).includes(tag)) &&
    (!ruled || ruled.has(each));
  derived.shown = chosen || project || tag || rule ? new Set(everyone.filter(passes)) : null;
}

/** Work out what stands out: a wave, a finding, a cycle, or the neighbourhood of the selected workspace. */
function light() {
  derived.strong = derived.earlier = null;
  if (state.wave) lightWave();
  else if (state.finding !== null) {
    const { workspaces: concerned, triggers: ids } = findings[state.finding];
    const strong = ids.map((id) => byTrigger.get(id)).filter(Boolean);
    derived.strong = new Set(strong.map((trigger) => trigger.number));
    derived.lit = new Map(
      [...concerned, ...strong.flatMap(({ source, target }) => [source, target])].map((each) => [each, ""]),
    );
  } else if (state.cycle !== null) {
    const inside = new Set(cycles[state.cycle].workspaces);
    derived.lit = new Map([...inside].map((each) => [each, ""]));
    const around = triggers.filter(({ source, target }) => inside.has(source) && inside.has(target));
    derived.strong = new Set(around.map((trigger) => trigger.number));
  } else if (state.selected !== null) {
    derived.lit = new Map();
    for (const [way, found] of [
      ["up", derived.upstream],
      ["down", derived.downstream],
    ]) {
      for (const [each, hops] of found) {
        const word = derived.lit.get(each);
        derived.lit.set(each, `${word ? `${word}, ` : ""}${count(hops, "hop")} ${way}`);
      }
    }
    derived.lit.set(state.selected, "selected");
  } else derived.lit = null;
}

/** Light what a cascade has reached up to a wave; the last wave's own triggers are strong. */
function lightWave() {
  const { start, waves } = derived.cascade;
  state.wave = Math.min(state.wave, waves.length);
  derived.lit = new Map([[start, "the apply"]]);
  waves.slice(0, state.wave).forEach((wave, index) => {
    for (const { workspace, runs, gate } of wave) {
      derived.lit.set(workspace, `wave ${index + 1} · ${countRuns(runs)}${gate ? " · waits" : ""}`);
    }
  });
  derived.strong = followedIn(waves.slice(state.wave - 1, state.wave));
  derived.earlier = followedIn(waves.slice(0, state.wave - 1));
}

/** Give the triggers that some waves follow. */
function followedIn(waves) {
  const followed = new Set();
  for (const { workspace, sources } of waves.flat()) {
    const from = new Set(sources);
    for (const { source, number } of inbound[workspace]) if (from.has(source)) followed.add(number);
  }
  return followed;
}

/** Write a number of runs, a large one by its power of ten: nobody counts the digits. */
function writeLarge(runs) {
  if (runs < 10n ** 15n) return runs.toLocaleString("en-US");
  const digits = runs.toString();
  const lead = (Number(digits.slice(0, 15)) / 1e14).toFixed(1);
  return lead === "10.0" ? `about 1.0e${digits.length}` : `about ${lead}e${digits.length - 1}`;
}

/** Say how many runs; null is no end of them. */
const countRuns = (runs) => (runs === null ? "runs without end" : `${writeLarge(runs)} run${runs === 1n ? "" : "s"}`);

const isShown = (number) => !derived.shown || derived.shown.has(number);
const isFaded = (number) => !isShown(number) || (derived.lit !== null && !derived.lit.has(number));

/** Tell whether a trigger stands out. */
function isLit({ number, source, target }) {
  if (!derived.lit || isFaded(source) || isFaded(target)) return false;
  if (derived.strong) return derived.strong.has(number);
  const { upstream, downstream } = derived;
  return (upstream.has(source) && upstream.has(target)) || (downstream.has(source) && downstream.has(target));
}
