// What one apply sets off, when every plan has changes and every gate is confirmed: exact numbers, wave by wave.
// It gives what `rtgraph impact` gives. A workspace with local execution runs nothing, and nothing passes through it.

/** How many run triggers are followed, as on the command line; then the waves are cut off. */
const FOLLOWED = 400_000;

const isLocal = (number) => workspaces[number].mode === "local";

/** Give what passes runs on from a workspace: the triggers that lead on, those with duplicates more than once. */
const passedFrom = (number) => (isLocal(number) ? [] : outbound[number].filter((trigger) => !isLocal(trigger.target)));

/** Gather what an apply can reach; members ascend, `after` has pairs of member place and number of triggers. */
function gatherFlow(start) {
  const passed = workspaces.map(() => null);
  const seen = new Set([start]);
  for (const each of seen) {
    passed[each] = passedFrom(each);
    for (const trigger of passed[each]) seen.add(trigger.target);
  }
  const numbers = [...seen].sort((one, other) => one - other);
  const place = new Map(numbers.map((number, index) => [number, index]));
  const after = numbers.map((number) =>
    passed[number]
      .map((trigger) => [place.get(trigger.target), BigInt(trigger.ids.length)])
      .sort((one, other) => one[0] - other[0]),
  );
  return { numbers, place: place.get(start), after, alone: numbers.map(appliesByItself) };
}

const keepAlone = ({ after, alone }) => after.map((list) => list.filter(([each]) => alone[each]));
const orderFlow = (after) => orderComponents(after.map((list) => list.map(([each]) => each)));
const isEndless = (after, part) => part.length > 1 || after[part[0]].some(([each]) => each === part[0]);

/** Count for each member the paths that lead to it from the start; null where a cycle makes runs without end. */
function countArrivals(after, parts, start) {
  const counts = after.map(() => 0n);
  for (const part of parts) {
    if (isEndless(after, part) && part.some((each) => each === start || counts[each] !== 0n)) {
      for (const each of part) counts[each] = null;
    }
    for (const each of part) {
      const applies = counts[each] !== null && each === start ? counts[each] + 1n : counts[each];
      if (applies === 0n) continue;
      for (const [next, times] of after[each]) {
        counts[next] = counts[next] === null || applies === null ? null : counts[next] + applies * times;
      }
    }
  }
  return counts;
}

const addUp = (counts) => (counts.includes(null) ? null : counts.reduce((sum, each) => sum + each, 0n));

/** Find what one apply in a workspace sets off. */
function findCascade(start) {
  const flow = gatherFlow(start);
  const parts = orderFlow(flow.after);
  const counts = countArrivals(flow.after, parts, flow.place);
  const unattended = keepAlone(flow);
  const endless = parts.filter((part) => isEndless(flow.after, part));
  const queued = flow.numbers.map((_, place) => place).filter((place) => counts[place] !== 0n);
  return {
    start,
    reached: flow.numbers.filter((each) => each !== start),
    runs: addUp(counts),
    unattended: addUp(countArrivals(unattended, orderFlow(unattended), flow.place)),
    gates: queued.filter((place) => !flow.alone[place]).map((place) => flow.numbers[place]),
    totals: new Map(queued.map((place) => [flow.numbers[place], counts[place]])),
    endless: endless.map((part) => part.map((place) => flow.numbers[place])),
    unknown: flow.numbers.filter(mayTriggerMore),
    deadEnds: findDeadEnds(flow.numbers),
    ...listWaves(flow, endless.length > 0),
  };
}

/** Tell whether a workspace may have outbound run triggers that the token could not read. */
const mayTriggerMore = (number) =>
  Boolean(workspaces[number].unreadable) ||
  (workspaces[number].spots ?? []).some((spot) => spot.startsWith("outbound"));

/** Find the workspaces with local execution to which a trigger leads: no run is queued there. */
function findDeadEnds(numbers) {
  const live = numbers.filter((each) => !isLocal(each));
  return [...new Set(live.flatMap((each) => successors[each].filter(isLocal)))].sort((one, other) => one - other);
}

/** Follow the runs wave by wave; it ends "complete", "repeats" (a cycle went round once), or "cut" (too much work). */
function listWaves(flow, endless) {
  const waves = [];
  const followed = new Set();
  let left = flow.after.reduce((sum, list) => sum + list.length, 0);
  let steps = 0;
  let current = new Map([[flow.place, 1n]]);
  for (;;) {
    for (const each of current.keys()) {
      steps += flow.after[each].length;
      if (!followed.has(each)) left -= flow.after[each].length;
      followed.add(each);
    }
    const { runs, sources } = queueRuns(flow, current);
    if (!runs.size) return { waves, end: "complete" };
    const places = [...runs.keys()].sort((one, other) => one - other);
    waves.push(
      places.map((place) => ({
        workspace: flow.numbers[place],
        runs: runs.get(place),
        sources: sources.get(place).map((each) => flow.numbers[each]),
        gate: !flow.alone[place],
      })),
    );
    if (endless && !left) return { waves, end: "repeats" };
    if (steps > FOLLOWED) return { waves, end: "cut" };
    current = runs;
  }
}

/** Give for each member of the next wave its runs and its sources. */
function queueRuns(flow, current) {
  const runs = new Map();
  const sources = new Map();
  for (const each of [...current.keys()].sort((one, other) => one - other)) {
    for (const [next, times] of flow.after[each]) {
      runs.set(next, (runs.get(next) ?? 0n) + current.get(each) * times);
      if (!sources.has(next)) sources.set(next, []);
      sources.get(next).push(each);
    }
  }
  return { runs, sources };
}
