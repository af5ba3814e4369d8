// What a selection means: the workspaces of this page that it selects, as a set of numbers.

const MODES = ["remote", "agent", "local"];
const everyone = workspaces.map((_, number) => number);
/** Attribute → its values in a workspace: a project by name and id; what the server did not say is a gate. */
const ATTRIBUTES = {
  project: (workspace) => workspace.project ?? [],
  tag: (workspace) => workspace.tags ?? [],
  mode: (workspace) => (workspace.mode === undefined ? [] : [workspace.mode]),
  auto: (workspace) => [workspace.auto === true ? "yes" : "no"],
};
const hasSelf = (number) => successors[number].includes(number);
/** Shape → those that have it, of some workspaces; of a cycle that one of them is on, all. */
const SHAPES = {
  cycle: (named) =>
    orderComponents(successors)
      .filter((part) => part.some((each) => named.has(each)) && (part.length > 1 || hasSelf(part[0])))
      .flat(),
  root: (named) => [...named].filter((each) => !inbound[each].length && outbound[each].length),
  leaf: (named) => [...named].filter((each) => inbound[each].length && !outbound[each].length),
  isolated: (named) => [...named].filter((each) => !inbound[each].length && !outbound[each].length),
};

/** Give the numbers of the workspaces that a selection means; throws a SelectionError where it is none. */
function selectWorkspaces(text) {
  return evaluate(text, parseSelection(text));
}

function evaluate(text, tree) {
  const inner = (part) => evaluate(text, part);
  switch (tree.kind) {
    case "hops": {
      const chosen = inner(tree.inner);
      const upstream = reach(predecessors, chosen, tree.upstream).keys();
      return new Set([...upstream, ...reach(successors, chosen, tree.downstream).keys()]);
    }
    case "between": {
      const after = reach(successors, inner(tree.start));
      const before = reach(predecessors, inner(tree.end));
      return new Set([...after.keys()].filter((each) => before.has(each)));
    }
    case "turned": {
      const without = inner(tree.inner);
      return new Set(everyone.filter((each) => !without.has(each)));
    }
    case "both":
      return tree.parts.map(inner).reduce((one, other) => new Set([...one].filter((each) => other.has(each))));
    case "either":
      return new Set(tree.parts.flatMap((part) => [...inner(part)]));
    default:
      return findTerm(text, tree);
  }
}

function findTerm(text, term) {
  if (term.key === "name") return findNamed(text, term);
  if (term.key in SHAPES) return new Set(SHAPES[term.key](findNamed(text, term)));
  const matches = makeMatcher(term);
  const values = ATTRIBUTES[term.key];
  const found = everyone.filter((each) => values(workspaces[each]).some(matches));
  const possible = { mode: MODES, auto: ["yes", "no"] }[term.key] ?? [];
  if (!found.length && !isGlob(term.value, term.literal) && !possible.includes(term.value)) {
    throw refuse(text, term, term.key, [...new Set([...workspaces.flatMap(values), ...possible])].sort());
  }
  return new Set(found);
}

function findNamed(text, term) {
  if (isGlob(term.value, term.literal)) {
    const matches = makeMatcher(term);
    return new Set(everyone.filter((each) => matches(workspaces[each].name)));
  }
  if (byId.has(term.value)) return new Set([byId.get(term.value)]);
  if (!byName.has(term.value)) throw refuse(text, term, "workspace", [...byName.keys()]);
  return new Set(byName.get(term.value));
}

/** Make the error for a value that is not there, with those that hold or begin like it. */
function refuse(text, term, what, known) {
  const value = term.value.toLowerCase();
  const near = known.filter((each) => each.toLowerCase().includes(value) || value.startsWith(each.toLowerCase()));
  const begins = known.filter((each) => value.length > 2 && each.toLowerCase().startsWith(value.slice(0, 3)));
  const meant = [...new Set([...near, ...begins])].filter(Boolean).slice(0, 3);
  const few = known.length > 0 && known.length <= 9 ? `; there are ${known.join(", ")}` : "";
  const hint = meant.length ? `; did you mean ${meant.join(" or ")}?` : few;
  return new SelectionError(text, term.position, `there is no ${what} '${shorten(term.value)}'${hint}`);
}

/** Make the function that tells whether a text matches: whole, letter for letter, or as Python's fnmatch does. */
function makeMatcher({ value, literal }) {
  if (!isGlob(value, literal)) return (text) => text === value;
  const signs = readGlob([...value]);
  return (text) => matchesGlob(signs, [...text]);
}

/** Read a glob: each sign is "*", or a function that tells whether it takes a character. */
function readGlob(pattern) {
  const signs = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at];
    const end = sign === "[" ? findEnd(pattern, at + 1) : -1;
    if (sign === "*") signs.push("*");
    else if (sign === "?") signs.push(() => true);
    else if (end < 0) signs.push((each) => each === sign);
    else {
      signs.push(readClass(pattern.slice(at + 1, end)));
      at = end;
    }
  }
  return signs;
}

/** Find the bracket that ends a class: one that comes first in it is a member. */
function findEnd(pattern, begin) {
  let first = begin;
  if (pattern[first] === "!") first += 1;
  return pattern.indexOf("]", pattern[first] === "]" ? first + 1 : first);
}

function readClass(inside) {
  const turned = inside[0] === "!";
  const ranges = [];
  for (let at = turned ? 1 : 0; at < inside.length; at += 1) {
    const isRange = inside[at + 1] === "-" && at + 2 < inside.length;
    ranges.push([inside[at].codePointAt(0), inside[isRange ? at + 2 : at].codePointAt(0)]);
    if (isRange) at += 2;
  }
  return (each) => ranges.some(([low, high]) => low <= each.codePointAt(0) && each.codePointAt(0) <= high) !== turned;
}

/** Match by going on greedily and coming back to the last star: never worse than length times length. */
function matchesGlob(signs, text) {
  let [sign, at, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    if (signs[sign] === "*") {
      star = sign;
      mark = at;
      sign += 1;
    } else if (sign < signs.length && signs[sign](text[at])) {
      sign += 1;
      at += 1;
    } else if (star >= 0) {
      sign = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  return signs.slice(sign).every((each) => each === "*");
}
