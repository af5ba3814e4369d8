// The canvas: a picture that is larger than the window is moved about under it, and drawn anew when it must be.

const picture = {
  canvas: document.createElement("canvas"),
  x: 0,
  y: 0,
  scale: 0,
  sharpness: 0,
  wide: 0,
  high: 0,
  arrows: 0,
};
const ROOM = 0.25; // of the window, around it
const SLOW = 400; // arrows: a picture with more is drawn anew when the window rests
const REST = 90;
let stale = true; // what is drawn has changed, not only where
let waiting = false;
let resting = null;
let hovered = null;

/** Draw anew before the next picture of the screen. */
function redraw() {
  stale = true;
  schedule();
}

function schedule() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    paint();
  });
}

/** Draw a rectangle of the drawing onto a canvas, so many pixels to one of the page's; give how many arrows it has. */
function drawAll(target, { x, y, wide, high }, sharpness) {
  const context = resize(target, wide, high, sharpness);
  align(context, x, y, sharpness);
  const seen = [x, y, x + wide / view.scale, y + high / view.scale];
  drawFrames(context, seen);
  const arrows = drawArrows(context, seen);
  drawBoxes(context, seen);
  drawCards(context);
  drawNames(context, seen);
  return arrows;
}

/** Give a canvas its size, and an empty page. */
function resize(target, wide, high, sharpness) {
  const [width, height] = [Math.round(wide * sharpness), Math.round(high * sharpness)];
  if (target.width !== width || target.height !== height) [target.width, target.height] = [width, height];
  const context = target.getContext("2d", { alpha: false });
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width, height);
  return context;
}

function align(context, x, y, sharpness) {
  const size = view.scale * sharpness;
  context.setTransform(size, 0, 0, size, -x * size, -y * size);
}

/** Draw the picture anew around the window. */
function renew(sharpness) {
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  const [x, y] = [view.x - (wide * ROOM) / view.scale, view.y - (high * ROOM) / view.scale];
  Object.assign(picture, {
    x,
    y,
    wide: wide * (1 + 2 * ROOM),
    high: high * (1 + 2 * ROOM),
    scale: view.scale,
    sharpness,
  });
  picture.arrows = drawAll(picture.canvas, picture, sharpness);
  stale = false;
}

/** Tell whether the picture is all that the window shows. */
function covers() {
  const right = picture.x + picture.wide / picture.scale - view.x - canvas.clientWidth / view.scale;
  const below = picture.y + picture.high / picture.scale - view.y - canvas.clientHeight / view.scale;
  return picture.x <= view.x && picture.y <= view.y && right >= 0 && below >= 0;
}

/** Show the window: from the picture where it holds, roughly where it does not yet. */
function paint(rested = false) {
  if (paper) return; // the canvas holds what is being printed
  const sharpness = window.devicePixelRatio || 1;
  const holds = () => !stale && picture.scale === view.scale && picture.sharpness === sharpness && covers();
  if (!holds() && (stale || rested || picture.arrows < SLOW)) renew(sharpness);
  clearTimeout(resting);
  if (!holds()) resting = setTimeout(() => requestAnimationFrame(() => paint(true)), REST);
  const context = resize(canvas, canvas.clientWidth, canvas.clientHeight, sharpness);
  align(context, view.x, view.y, sharpness);
  if (!covers()) drawRoughly(context);
  if (picture.scale === view.scale) {
    context.setTransform(1, 0, 0, 1, 0, 0); // to whole pixels, or letters would blur
    const size = view.scale * sharpness;
    context.drawImage(picture.canvas, Math.round((picture.x - view.x) * size), Math.round((picture.y - view.y) * size));
    align(context, view.x, view.y, sharpness);
  } else {
    const [width, height] = [picture.wide / picture.scale, picture.high / picture.scale];
    context.drawImage(picture.canvas, picture.x, picture.y, width, height);
  }
  for (const each of [state.selected, hovered]) if (each !== null) drawRing(context, each);
}

/** Draw what can be drawn at once, while the window moves over a part that is not in the picture. */
function drawRoughly(context) {
  const seen = [view.x, view.y, view.x + canvas.clientWidth / view.scale, view.y + canvas.clientHeight / view.scale];
  drawFrames(context, seen);
  context.fillStyle = colours["frame-border"];
  context.beginPath();
  for (const each of everyone) if (endOf(each) === each && isIn(rectOf(each), seen)) context.rect(...rectOf(each));
  context.fill();
}

/** Draw a ring around a workspace or a card, with a gap between: thick where it is selected. */
function drawRing(context, end) {
  const [x, y, width, height] = rectOf(end >= 0 ? endOf(end) : end);
  const large = 1 / Math.min(1, view.scale);
  context.strokeStyle = colours.ink;
  context.lineWidth = (end === state.selected ? 2.5 : 1.5) * large;
  context.beginPath();
  context.roundRect(x - 3 * large, y - 3 * large, width + 6 * large, height + 6 * large, 7 + 3 * large);
  context.stroke();
}
