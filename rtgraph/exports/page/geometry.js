// Where things are: boxes and frames in the drawing's own pixels, and the window that the reader has on them.

const canvas = find("graph");
const view = { x: 0, y: 0, scale: 1 }; // the point of the drawing at the canvas's corner, and how large it is
const SMALLEST_TEXT = 0.36; // the scale below which names are not drawn
const READABLE = 0.6; // the scale that a workspace is shown at at least
const MARGIN = 24;
let paper = null; // width and height in pixels where the drawing goes to paper and not into the window
let links = [];

const { overview } = data;
const framed = groups.map((_, group) => group).filter((group) => groups[group].frame);
/** Tell whether every group is collapsed: then everything has another place, without room for what is inside. */
const isOverview = () => framed.length > 0 && state.collapsed.size === framed.length;

/** Give the card of a collapsed group among groups that are not: as large as its frame allows, in its middle. */
function cardIn([x, y, width, height], [, , wide, high]) {
  const scale = Math.min(2.2, (width - 16) / wide, (height - 16) / high);
  return [x + (width - wide * scale) / 2, y + (height - high * scale) / 2, wide * scale, high * scale];
}
const cardRects = groups.map(({ frame }, group) => frame && cardIn(frame, overview.cards[group]));

/** Give the rectangle of a workspace, or of a card (-1 - group). */
function rectOf(end) {
  if (isOverview()) return end >= 0 ? overview.boxes[end] : overview.cards[-end - 1];
  return end >= 0 ? workspaces[end].box : cardRects[-end - 1];
}
/** Give what stands for a workspace: itself, or the card of its group (-1 - group) where that is collapsed. */
const endOf = (number) => (state.collapsed.has(workspaces[number].group) ? -1 - workspaces[number].group : number);

/** Make the arrows: one a trigger, and between collapsed groups one for all, counted. */
function buildLinks() {
  const gathered = new Map();
  links = [];
  for (const trigger of triggers) {
    const [from, to] = data.turned ? [trigger.target, trigger.source] : [trigger.source, trigger.target];
    const [tail, head] = [endOf(from), endOf(to)];
    if (tail >= 0 && head >= 0) {
      links.push({
        tail,
        head,
        line: trigger.line,
        count: trigger.ids.length,
        triggers: [trigger],
        bend: trigger.bend,
      });
    } else if (tail !== head) {
      const key = `${tail} ${head}`;
      if (!gathered.has(key)) gathered.set(key, { tail, head, line: "plain", count: 0, triggers: [], bend: [] });
      const link = gathered.get(key);
      link.count += trigger.ids.length;
      link.triggers.push(trigger);
      if (trigger.line !== "plain") link.line = "cycle";
    }
  }
  links.push(...gathered.values());
  for (const link of links) Object.assign(link, shapeLink(link));
  sortLinks();
}

/** Give the workspace or the card at a point of the window; null where there is neither. */
function hit(x, y) {
  const [left, top] = [view.x + x / view.scale, view.y + y / view.scale];
  const slack = 3 / view.scale;
  const within = ([boxX, boxY, width, height]) =>
    left >= boxX - slack && left <= boxX + width + slack && top >= boxY - slack && top <= boxY + height + slack;
  for (const group of state.collapsed) if (within(rectOf(-1 - group))) return -1 - group;
  const found = everyone.find((each) => endOf(each) === each && within(rectOf(each)));
  return found ?? null;
}

/** Give the group whose name stands at a point of the window; null where there is none. */
function hitName(x, y) {
  const [left, top] = [view.x + x / view.scale, view.y + y / view.scale];
  const found = groups.findIndex(({ frame }, group) => {
    if (!frame || state.collapsed.has(group)) return false;
    return left >= frame[0] && left <= frame[0] + frame[2] && top >= frame[1] && top <= frame[1] + 28;
  });
  return found < 0 ? null : found;
}

/** Give the smallest rectangle around some workspaces, or around everything. */
function surround(numbers) {
  if (!numbers) return [0, 0, ...(isOverview() ? overview.size : data.size)];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const each of numbers) {
    const [x, y, width, height] = rectOf(endOf(each));
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x + width),
      Math.max(bottom, y + height),
    ];
  }
  return [left, top, right - left, bottom - top];
}

/** Show everything, or some workspaces, as large as fits; never larger than they are. */
function fit(numbers = null) {
  const [x, y, width, height] = surround(numbers && numbers.length ? numbers : null);
  const [wide, high] = paper ?? [canvas.clientWidth, canvas.clientHeight];
  const scale = Math.min((wide - 2 * MARGIN) / (width || 1), (high - 2 * MARGIN) / (height || 1), numbers ? 1 : 1.25);
  view.scale = Math.max(scale, 0.001);
  view.x = x + width / 2 - wide / 2 / view.scale;
  view.y = y + height / 2 - high / 2 / view.scale;
  moved();
}

/** Bring a workspace into sight, and near enough to be read unless the scale is to stay. */
function showWorkspace(number, scaleStays = false) {
  const [x, y, width, height] = rectOf(endOf(number));
  const [wide, high] = [canvas.clientWidth / view.scale, canvas.clientHeight / view.scale];
  const edge = 60 / view.scale;
  const inside =
    x > view.x + edge && y > view.y + edge && x + width < view.x + wide - edge && y + height < view.y + high - edge;
  if (inside && (scaleStays || view.scale >= READABLE)) return;
  if (!scaleStays && view.scale < READABLE) view.scale = 0.9;
  view.x = x + width / 2 - canvas.clientWidth / 2 / view.scale;
  view.y = y + height / 2 - canvas.clientHeight / 2 / view.scale;
  moved();
}

/** Move the window by so many of its pixels. */
function pan(x, y) {
  view.x -= x / view.scale;
  view.y -= y / view.scale;
  moved();
}

/** Make the drawing larger or smaller around a point of the window. */
function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const least = Math.min(0.05, (0.5 * canvas.clientWidth) / (data.size[0] || 1));
  const scale = Math.min(4, Math.max(least, view.scale * factor));
  view.x += x / view.scale - x / scale;
  view.y += y / view.scale - y / scale;
  view.scale = scale;
  moved();
}
