// Mouse, touch and keyboard on the drawing.

const pointers = new Map();
let travelled = 0;

/** Say what lies under the pointer. */
function hover(event) {
  const [x, y] = [event.offsetX, event.offsetY];
  const found = pointers.size ? null : hit(x, y);
  const name = found === null && !pointers.size ? hitName(x, y) : null;
  canvas.classList.toggle("pointing", found !== null || name !== null);
  const tip = find("tip");
  tip.hidden = found === null && name === null;
  if (!tip.hidden) {
    tip.replaceChildren(...describeEnd(found ?? -1 - name, found === null).map((line) => make("div", {}, line)));
    const left = Math.min(x + 14, canvas.clientWidth - tip.offsetWidth - 8);
    const top = y + 18 + tip.offsetHeight > canvas.clientHeight ? y - tip.offsetHeight - 10 : y + 18;
    tip.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`;
  }
  if (found !== hovered) {
    hovered = found;
    schedule();
  }
}

/** Give the lines that say what a workspace or a group is. */
function describeEnd(end, open) {
  if (end < 0) {
    const group = -1 - end;
    return [show(groups[group].name), describeCard(group), open ? "click the name to collapse" : "click to expand"];
  }
  const { words, tags, project } = workspaces[end];
  const home = [project && `project ${show(project[0])}`, tags && `tags ${tags.map(show).join(", ")}`];
  return [
    nameOf(end),
    (words ?? []).join(" · "),
    home.filter(Boolean).join(" · "),
    `${countTriggers(inbound[end])} inbound, ${countTriggers(outbound[end])} outbound run triggers`,
    findingsOf[end].length ? count(findingsOf[end].length, "finding") : "",
  ].filter(Boolean);
}

const countTriggers = (list) => list.reduce((sum, { ids }) => sum + ids.length, 0).toLocaleString("en-US");

/** Do what a click at a point means: select a workspace, expand a card, collapse a named frame, or let go. */
function press(x, y) {
  const found = hit(x, y);
  if (found !== null && found < 0) {
    const before = isOverview();
    setCollapsed([-1 - found], false);
    if (before) fit(members[-1 - found]);
  } else if (found !== null) {
    select(found);
    showWorkspace(found, true); // what opens beside the drawing may have covered it
  } else if (hitName(x, y) !== null) setCollapsed([hitName(x, y)], true);
  else select(null);
}

/** Collapse groups to cards, or expand them. */
function setCollapsed(which, closed) {
  const collapsed = new Set(state.collapsed);
  for (const group of which) {
    if (closed && groups[group].frame) collapsed.add(group);
    else collapsed.delete(group);
  }
  hovered = null;
  change({ collapsed });
  say(which.length === 1 ? `${show(groups[which[0]].name ?? "")} ${closed ? "collapsed" : "expanded"}` : "");
}

/** Give the middle of all pointers that are down, and how far apart they are. */
function grip() {
  const points = [...pointers.values()];
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const [one, other] = points;
  return { middle, apart: other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0 };
}

function drag(event) {
  if (!pointers.has(event.pointerId)) return;
  const before = grip();
  pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
  const after = grip();
  const [x, y] = [after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]];
  travelled += Math.abs(x) + Math.abs(y) + Math.abs(after.apart - before.apart);
  if (travelled < 4) return;
  canvas.classList.add("dragging");
  pan(x, y);
  if (before.apart && after.apart) zoom(after.apart / before.apart, ...after.middle);
}

function release(event) {
  const clicked = pointers.delete(event.pointerId) && !pointers.size && travelled < 4 && event.type === "pointerup";
  if (!pointers.size) canvas.classList.remove("dragging");
  if (clicked) press(event.offsetX, event.offsetY);
}

canvas.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  if (!pointers.size) travelled = 0;
  else travelled += 4; // a second finger is no click
  pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
  canvas.setPointerCapture(event.pointerId);
  find("tip").hidden = true;
});
canvas.addEventListener("pointermove", (event) => (pointers.size ? drag(event) : hover(event)));
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => {
  find("tip").hidden = true;
  hovered = null;
  schedule();
});
canvas.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    if (event.shiftKey) pan(-(event.deltaX || event.deltaY) * lines, 0);
    else zoom(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 120 : 480)), event.offsetX, event.offsetY);
  },
  { passive: false },
);
const STEPS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (STEPS[event.key]) pan(...STEPS[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
