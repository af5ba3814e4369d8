// The arrows: how each runs, and how many are drawn in one stroke.

const DOWN = data.downwards;
/** How arrows of one kind are drawn, in the order in which they are: colour, width in pixels, dashes, strength. */
const STYLES = {
  faded: { colour: "line", width: 1, dash: [], alpha: 0.13 },
  plain: { colour: "line", width: 1.1, dash: [], alpha: 1 },
  lit: { colour: "ink", width: 2, dash: [], alpha: 1 },
  cycle: { colour: "red", width: 2.2, dash: [], alpha: 1 },
  cut: { colour: "red", width: 2.2, dash: [7, 4], alpha: 1 },
};
const AT_ONCE = 250; // arrows a stroke: a path of thousands that cross is slower than many short ones
const CROWD = 600; // arrows in sight: with more, those that only pass through are faint
let byStyle = {};

/** Tell whether curves and round corners are worth their time: near, or where there are few. */
const isNear = () => view.scale >= 0.3 || links.length < CROWD;

/** Put the arrows into their styles. */
function sortLinks() {
  byStyle = Object.fromEntries(Object.keys(STYLES).map((name) => [name, []]));
  for (const link of links) byStyle[styleOf(link)].push(link);
}

function styleOf(link) {
  const lit = link.triggers.some(isLit);
  if (!lit && derived.earlier && link.triggers.some(({ number }) => derived.earlier.has(number))) return "plain";
  if (derived.lit && !lit) return "faded";
  if (!link.triggers.some(({ source, target }) => isShown(source) && isShown(target))) return "faded";
  if (link.line !== "plain") return link.line;
  return lit ? "lit" : "plain";
}

/** Give the curve of an arrow as numbers: start, then two handles and an end for each piece; and what it covers. */
function shapeLink({ tail, head, bend }) {
  const [one, other] = [rectOf(tail), rectOf(head)];
  let curve;
  if (tail === head) curve = loop(one);
  else if ((tail < 0 || head < 0) && !isOverview()) curve = between(one, other);
  else curve = leadsBack(one, other) ? arc(one, other) : runThrough(leave(one), enter(other), bend);
  let cover = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < curve.length; at += 2) {
    const [x, y] = [curve[at], curve[at + 1]];
    cover = [Math.min(cover[0], x), Math.min(cover[1], y), Math.max(cover[2], x), Math.max(cover[3], y)];
  }
  return { curve, cover };
}

const leave = ([x, y, width, height]) => (DOWN ? [x + width / 2, y + height] : [x + width, y + height / 2]);
const enter = ([x, y, width, height]) => (DOWN ? [x + width / 2, y] : [x, y + height / 2]);

/** Run from one point to another by way of the straight pieces between layers. */
function runThrough(start, end, bend) {
  const points = [start];
  for (let at = 0; at < bend.length; at += 2) points.push([bend[at], bend[at + 1]]);
  points.push(end);
  const curve = [...start];
  for (let at = 1; at < points.length; at += 1) curve.push(...bow(points[at - 1], points[at]));
  return curve;
}

function bow(one, other) {
  const half = (DOWN ? other[1] - one[1] : other[0] - one[0]) / 2;
  const handles = DOWN
    ? [one[0], one[1] + half, other[0], other[1] - half]
    : [one[0] + half, one[1], other[0] - half, other[1]];
  return [...handles, ...other];
}

const swapAxes = (numbers) => numbers.flatMap((_, at) => (at % 2 ? [numbers[at], numbers[at - 1]] : []));
const leadsBack = (one, other) => (DOWN ? one[1] >= other[1] : one[0] >= other[0]);

/** Lead back: over both boxes where they stand side by side, or else from the one's back to the other's. */
function arc(one, other) {
  const [from, to] = DOWN ? [swapAxes(one), swapAxes(other)] : [one, other];
  const [startX, endX] = [from[0] + from[2] / 2, to[0] + to[2] / 2];
  const rise = to[1] - from[1];
  let curve;
  if (Math.abs(rise) < 1.5 * from[3]) {
    const top = Math.min(from[1], to[1]) - 30 - Math.min(90, (startX - endX) / 10);
    curve = [startX, from[1], startX, top, endX, top, endX, to[1]];
  } else {
    const [start, end] = rise < 0 ? [from[1], to[1] + to[3]] : [from[1] + from[3], to[1]];
    curve = [startX, start, startX, (start + end) / 2, endX, (start + end) / 2, endX, end];
  }
  return DOWN ? swapAxes(curve) : curve;
}

/** Lead from a box's side back to it, in the room that arrows have between layers. */
function loop([x, y, width, height]) {
  const right = x + width;
  if (!DOWN) return [right, y + 9, right + 40, y - 6, right + 40, y + height + 6, right, y + height - 9];
  const foot = y + height;
  return [right - 50, foot, right - 62, foot + 40, right - 8, foot + 40, right - 20, foot];
}

/** Run straight between two cards, from border to border. */
function between(one, other) {
  const middle = ([x, y, width, height]) => [x + width / 2, y + height / 2];
  const [from, to] = [middle(one), middle(other)];
  const border = ([x, y, width, height], [towardsX, towardsY]) => {
    const [midX, midY] = [x + width / 2, y + height / 2];
    const [stepX, stepY] = [towardsX - midX, towardsY - midY];
    const share = Math.min(width / 2 / (Math.abs(stepX) || 1e-9), height / 2 / (Math.abs(stepY) || 1e-9), 1);
    return [midX + stepX * share, midY + stepY * share];
  };
  const [start, end] = [border(one, to), border(other, from)];
  const third = (share) => [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share];
  return [...start, ...third(1 / 3), ...third(2 / 3), ...end];
}

/** Draw all arrows that the window shows, style by style; give how many they are. */
function drawArrows(context, window) {
  const near = isNear();
  let total = 0;
  for (const [name, style] of Object.entries(STYLES)) {
    context.strokeStyle = context.fillStyle = colours[style.colour];
    const seen = byStyle[name].filter(({ cover }) => overlaps(cover, window));
    total += seen.length;
    const crowded = style.width < 2 && seen.length > CROWD;
    const ends = ({ tail, head }) => isIn(rectOf(tail), window) || isIn(rectOf(head), window);
    const ending = crowded && near ? seen.filter(ends) : seen;
    if (ending.length < seen.length) {
      const passing = seen.filter((link) => !ends(link));
      drawLines(context, passing, { ...style, width: 0.5, alpha: style.alpha * 0.16 }, false);
    }
    const thin = { ...style, width: 0.5, alpha: style.alpha * Math.max(0.2, CROWD / seen.length) };
    drawLines(context, ending, crowded && !near ? thin : style, near);
    if (near) drawHeads(context, ending);
    if (view.scale >= SMALLEST_TEXT && name !== "faded") drawCounts(context, ending);
  }
  context.globalAlpha = 1;
  return total;
}

/** Draw arrows of one style, some hundred in a stroke; straight ones from afar. */
function drawLines(context, seen, { width, alpha, dash }, near) {
  context.globalAlpha = alpha;
  context.lineWidth = (near ? width : width * 0.62) / Math.min(view.scale, 1.2);
  context.setLineDash(dash.map((each) => each / Math.min(view.scale, 1.2)));
  for (let first = 0; first < seen.length; first += AT_ONCE) {
    context.beginPath();
    for (const link of seen.slice(first, first + AT_ONCE)) trace(context, link.curve, near);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = Math.max(alpha, 0.13);
}

const overlaps = (cover, window) =>
  cover[0] <= window[2] && cover[2] >= window[0] && cover[1] <= window[3] && cover[3] >= window[1];

function trace(context, curve, near) {
  context.moveTo(curve[0], curve[1]);
  if (!near && curve.length === 8) context.lineTo(curve[6], curve[7]);
  else {
    for (let at = 2; at < curve.length; at += 6) {
      context.bezierCurveTo(curve[at], curve[at + 1], curve[at + 2], curve[at + 3], curve[at + 4], curve[at + 5]);
    }
  }
}

function drawHeads(context, seen) {
  const size = 7 / Math.min(Math.max(view.scale, 0.6), 1.2);
  context.beginPath();
  for (const { curve } of seen) {
    const [backX, backY, x, y] = curve.slice(-4);
    const turn = Math.atan2(y - backY, x - backX);
    context.moveTo(x, y);
    for (const side of [2.75, -2.75])
      context.lineTo(x + size * Math.cos(turn + side), y + size * Math.sin(turn + side));
    context.closePath();
  }
  context.fill();
}

/** Write what an arrow says: that it is in the cut, and how many triggers it is where it is several. */
function drawCounts(context, seen) {
  context.font = `10px ${FONT}`;
  context.textAlign = "center";
  for (const { curve, line, count: number, tail, head } of seen) {
    const cards = tail < 0 || head < 0;
    const words = [line === "cut" ? "cut" : "", number > 1 ? `×${number}` : ""].filter(Boolean).join(" ");
    if (!words) continue;
    const at = Math.floor((curve.length - 2) / 12) * 6;
    const [x, y] = [0, 1].map((axis) => {
      const [a, b, c, d] = [0, 2, 4, 6].map((step) => curve[at + step + axis]);
      return (a + 3 * b + 3 * c + d) / 8;
    });
    const scale = cards ? 1 / Math.min(view.scale, 1) : Math.max(1, Math.min(0.9 / view.scale, 2));
    const wide = context.measureText(words).width * scale + 6;
    const colour = context.fillStyle;
    context.fillStyle = colours.paper;
    context.fillRect(x - wide / 2, y - 7 * scale, wide, 14 * scale);
    context.fillStyle = colour;
    context.font = `${10 * scale}px ${FONT}`;
    context.fillText(words, x, y + 3.5 * scale);
    context.font = `10px ${FONT}`;
  }
}
