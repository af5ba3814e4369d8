// What is drawn: frames, arrows, boxes, cards; as much of each as can be seen at this scale.

const labels = new Map(); // what a box says, shortened to its width
const isIn = ([x, y, width, height], seen) => overlaps([x, y, x + width, y + height], seen);

function drawFrames(context, seen) {
  context.lineWidth = 1 / view.scale;
  context.fillStyle = colours["frame-fill"];
  context.strokeStyle = colours["frame-border"];
  groups.forEach(({ frame }, group) => {
    if (!frame || isOverview() || !isIn(frame, seen)) return;
    context.globalAlpha = state.collapsed.has(group) ? 0.45 : 1;
    context.beginPath();
    context.roundRect(...frame, 10);
    context.fill();
    context.stroke();
    context.globalAlpha = 1;
  });
}

/** Draw the boxes role by role, the faded ones first, then what they say where it can be read. */
function drawBoxes(context, seen) {
  const near = isNear();
  const kinds = new Map();
  for (const number of everyone) {
    const { role } = workspaces[number];
    if (endOf(number) !== number || !isIn(rectOf(number), seen)) continue;
    const kind = `${isFaded(number) ? 0 : 1}${role}`;
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push(number);
  }
  for (const [kind, numbers] of [...kinds].sort()) {
    context.globalAlpha = kind[0] === "0" ? 0.2 : 1;
    drawKind(context, kind.slice(1), numbers, near);
    if (view.scale >= SMALLEST_TEXT) for (const each of numbers) drawWords(context, each);
  }
  context.globalAlpha = 1;
}

function drawKind(context, role, numbers, near) {
  context.fillStyle = colours[`${role}-fill`];
  context.strokeStyle = colours[`${role}-border`];
  context.lineWidth = Math.max(1.1, 0.6 / view.scale);
  context.setLineDash(role === "unreadable" ? [4, 3] : []);
  for (let first = 0; first < numbers.length; first += AT_ONCE) {
    context.beginPath();
    for (const each of numbers.slice(first, first + AT_ONCE)) {
      const box = rectOf(each);
      if (near) context.roundRect(...box, 7);
      else context.rect(...box);
      if (role === "gate" && near) context.roundRect(box[0] + 3, box[1] + 3, box[2] - 6, box[3] - 6, 5);
    }
    context.fill();
    context.stroke();
  }
  context.setLineDash([]);
}

function drawWords(context, number) {
  const { role, words } = workspaces[number];
  const [x, y, width, height] = rectOf(number);
  const second = derived.lit?.get(number) || (words ?? []).join(" · ");
  context.textAlign = "center";
  context.fillStyle = colours[`${role}-text`];
  const reading = paper ? view.scale / 1.7 : view.scale; // paper is small
  let large = Math.max(12, Math.min(8.5 / reading, 22)); // from afar the name takes the room of both lines
  if (large > 12) {
    context.font = `${large}px ${FONT}`;
    large *= Math.max(0.78, Math.min(1, (width - 8) / context.measureText(nameOf(number)).width));
  }
  context.font = `${large}px ${FONT}`;
  const middle = y + (second && large < 14 ? 15.5 : height / 2 + large * 0.35);
  context.fillText(shortenTo(context, nameOf(number), width - 8), x + width / 2, middle);
  if (!second || large >= 14) return;
  context.fillStyle = colours.quiet;
  context.font = `9.5px ${FONT}`;
  context.fillText(shortenTo(context, second, width - 10), x + width / 2, y + 28);
}

/** Leave out the middle of a text that is too wide; what it came to is kept. */
function shortenTo(context, text, width) {
  const key = `${context.font} ${Math.floor(width)} ${text}`;
  if (labels.size > 50_000) labels.clear();
  if (!labels.has(key)) labels.set(key, cutMiddle(context, text, width));
  return labels.get(key);
}

function cutMiddle(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  const signs = [...text];
  let [least, most] = [0, signs.length];
  const cut = (kept) =>
    `${signs.slice(0, Math.ceil(kept * 0.6)).join("")}…${signs.slice(signs.length - Math.floor(kept * 0.4)).join("")}`;
  while (least < most) {
    const kept = Math.ceil((least + most) / 2);
    if (context.measureText(cut(kept)).width <= width) least = kept;
    else most = kept - 1;
  }
  return cut(least);
}

/** Draw collapsed groups as cards: name, how many workspaces, how many triggers inside. */
function drawCards(context) {
  for (const group of state.collapsed) {
    const [x, y, width, height] = rectOf(-1 - group);
    const faded = members[group].every(isFaded);
    context.globalAlpha = faded ? 0.3 : 1;
    context.fillStyle = colours["frame-fill"];
    context.strokeStyle = colours.quiet;
    context.lineWidth = 1.6 / Math.min(1, view.scale);
    context.beginPath();
    context.roundRect(x, y, width, height, 10);
    if (view.scale >= SMALLEST_TEXT) context.roundRect(x + 4, y + 4, width - 8, height - 8, 7);
    context.fill();
    context.stroke();
    const large = Math.min(height / 4.4, width / 13);
    context.textAlign = "center";
    context.fillStyle = colours.ink;
    context.font = `600 ${large}px ${FONT}`;
    context.fillText(
      shortenTo(context, show(groups[group].name), width * 0.9),
      x + width / 2,
      y + height / 2 - large * 0.1,
    );
    context.fillStyle = colours.quiet;
    context.font = `${large * 0.72}px ${FONT}`;
    context.fillText(shortenTo(context, describeCard(group), width * 0.9), x + width / 2, y + height / 2 + large);
  }
  context.globalAlpha = 1;
}

const insideOf = groups.map(() => 0);
for (const { source, target, ids } of triggers) {
  if (workspaces[source].group === workspaces[target].group) insideOf[workspaces[source].group] += ids.length;
}
const describeCard = (group) =>
  `${count(members[group].length, "workspace")} · ${count(insideOf[group], "trigger")} inside`;

/** Write the names of frames, never smaller than can be read where they fit. */
function drawNames(context, seen) {
  context.textAlign = "left";
  groups.forEach(({ name, frame }, group) => {
    if (!frame || state.collapsed.has(group) || !isIn(frame, seen)) return;
    const far = view.scale < SMALLEST_TEXT; // then the names of boxes make room for it
    const size = far
      ? Math.max(12, Math.min(14 / view.scale, frame[3] / 3, frame[2] / 5))
      : Math.max(13, Math.min(12 / view.scale, 21));
    context.font = `600 ${size}px ${FONT}`;
    const text = shortenTo(context, show(name), frame[2] - size);
    if (far) {
      context.globalAlpha = 0.85;
      context.fillStyle = colours["frame-fill"];
      context.fillRect(
        frame[0] + size / 3,
        frame[1] + size / 4,
        context.measureText(text).width + size / 2,
        size * 1.3,
      );
      context.globalAlpha = 1;
    }
    context.fillStyle = colours.quiet;
    context.fillText(text, frame[0] + Math.max(12, size * 0.6), frame[1] + (far ? size * 1.2 : 20));
  });
}
