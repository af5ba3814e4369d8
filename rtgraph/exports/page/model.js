// The page's data, and the graph as lists of neighbours. A workspace is a number: its place in the list.

const data = JSON.parse(document.getElementById("data").textContent);
const { workspaces, groups, findings, cycles } = data;
const triggers = data.triggers.map(([source, target, line, ids, created, bend], number) => ({
  number,
  source,
  target,
  line,
  ids,
  created,
  bend,
}));
const outbound = workspaces.map(() => []);
const inbound = workspaces.map(() => []);
for (const trigger of triggers) {
  outbound[trigger.source].push(trigger);
  inbound[trigger.target].push(trigger);
}
const successors = outbound.map((list) => list.map((trigger) => trigger.target));
const predecessors = inbound.map((list) => list.map((trigger) => trigger.source));
const byId = new Map(workspaces.map((workspace, number) => [workspace.id, number]));
const byTrigger = new Map(triggers.flatMap((trigger) => trigger.ids.map((id) => [id, trigger])));
const members = groups.map(() => []);
workspaces.forEach((workspace, number) => members[workspace.group].push(number));

const byName = new Map();
workspaces.forEach(({ name }, number) => {
  if (!byName.has(name)) byName.set(name, []);
  byName.get(name).push(number);
});

const findingsOf = workspaces.map(() => []);
for (const finding of findings) for (const each of finding.workspaces) findingsOf[each].push(finding);

/** Tell whether a triggered run is applied with nobody confirming; anything the server did not say is a gate. */
const appliesByItself = (number) => workspaces[number].auto === true && workspaces[number].mode !== "local";

/** Give how many hops away each workspace is that can be reached from some, themselves at 0. */
function reach(neighbours, starts, most = Infinity) {
  const hops = new Map();
  for (const each of starts) hops.set(each, 0);
  let frontier = [...hops.keys()];
  for (let hop = 1; frontier.length && hop <= most; hop += 1) {
    const following = [];
    for (const each of frontier) {
      for (const next of neighbours[each]) {
        if (!hops.has(next)) {
          hops.set(next, hop);
          following.push(next);
        }
      }
    }
    frontier = following;
  }
  return hops;
}

/** Show control, format and direction characters as escapes, as every other output of rtgraph does. */
function show(text) {
  return text.replace(/[\p{C}\p{Z}]/gu, (each) => {
    if (each === " ") return each;
    const short = { "\t": "\\t", "\n": "\\n", "\r": "\\r" }[each];
    const digits = each.codePointAt(0).toString(16);
    if (short) return short;
    if (digits.length <= 2) return `\\x${digits.padStart(2, "0")}`;
    return digits.length <= 4 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
  });
}

const nameOf = (number) => show(workspaces[number].name);

/** Say a number and its thing, in the singular where it is one. */
const count = (number, thing) => `${number.toLocaleString("en-US")} ${thing}${Number(number) === 1 ? "" : "s"}`;

/** Make an element: attributes by name, `on…` as listeners, children as text or elements. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== ""));
  return element;
}

const find = (id) => document.getElementById(id);

/** Say something to a screen reader. */
function say(text) {
  find("said").textContent = text;
}
