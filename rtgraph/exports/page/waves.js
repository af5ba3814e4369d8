// The cascade of the selected workspace: in one sentence, and wave by wave, by steps or by itself.

const PACE = 1400; // milliseconds a wave
let playing = null;

/** Say what one apply sets off. */
function describeCascade({ reached, runs, unattended, gates, endless, unknown: hidden, deadEnds }) {
  if (!reached.length && !endless.length) return ["An apply here queues no runs."];
  const alone =
    unattended === null
      ? "they go on without end with nobody confirming"
      : `${writeLarge(unattended)} of them applied with nobody confirming`;
  const lines = [`An apply here queues ${countRuns(runs)} in ${count(reached.length, "other workspace")}, ${alone}.`];
  if (endless.length)
    lines.push(`${count(endless.length, "cycle")} in it: runs go round for as long as plans have changes.`);
  if (gates.length) lines.push(`A person is asked in ${nameSome(gates)}.`);
  if (deadEnds.length) lines.push(`No run is queued in ${nameSome(deadEnds)}: local execution.`);
  if (hidden.length) lines.push(`There may be more: run triggers of ${nameSome(hidden)} could not be read.`);
  return lines;
}

const nameSome = (numbers) =>
  numbers.length > 6
    ? `${numbers.slice(0, 5).map(nameOf).join(", ")} and ${numbers.length - 5} others`
    : numbers.map(nameOf).join(", ");

/** Make the section of the panel: the sentence, the buttons, and the wave that is shown. */
function makeCascade() {
  const { cascade } = derived;
  const steps = cascade.waves.length
    ? make(
        "div",
        { class: "steps", role: "group", "aria-label": "Cascade" },
        make("button", { type: "button", id: "wave-back", onclick: () => stepWave(-1) }, "Previous wave"),
        make("button", { type: "button", id: "wave-next", onclick: () => stepWave(1) }, "Next wave"),
        make("button", { type: "button", id: "wave-play", onclick: play }, "Play"),
      )
    : null;
  return make(
    "section",
    { id: "cascade" },
    make("h3", {}, "Cascade"),
    describeCascade(cascade).map((line) => make("p", {}, line)),
    steps,
    make("div", { id: "wave" }),
  );
}

/** Show the next wave or the one before; past the last it starts anew. */
function stepWave(by) {
  const { waves, start, reached } = derived.cascade;
  if (!state.wave) fit([start, ...reached]);
  change({ wave: (state.wave + by + waves.length + 1) % (waves.length + 1), finding: null, cycle: null });
}

/** Go on a wave at a time until the last, or stop doing so. */
function play() {
  if (playing) return pause();
  if (state.wave === derived.cascade.waves.length) change({ wave: 0 });
  stepWave(1);
  playing = setInterval(() => (state.wave < derived.cascade.waves.length ? stepWave(1) : pause()), PACE);
  return nameButtons();
}

function pause() {
  clearInterval(playing);
  playing = null;
  nameButtons();
}

function nameButtons() {
  if (!find("wave-play")) return;
  find("wave-play").textContent = playing ? "Pause" : "Play";
  find("wave-back").disabled = state.wave === 0;
}

/** Show the runs of the wave that is lit. */
function showWave() {
  const { waves, end } = derived.cascade;
  const arrivals = waves[state.wave - 1];
  nameButtons();
  if (!arrivals) {
    const more = { repeats: ", then a cycle begins anew", cut: " and more" }[end] ?? "";
    find("wave").replaceChildren(
      waves.length ? make("p", { class: "quiet" }, `${count(waves.length, "wave")}${more}.`) : "",
    );
    return;
  }
  const total = arrivals.reduce((sum, { runs }) => sum + runs, 0n);
  const title = `Wave ${state.wave} of ${waves.length}: ${countRuns(total)} in ${count(arrivals.length, "workspace")}`;
  const rows = arrivals
    .slice(0, MANY)
    .map(({ workspace, runs, sources, gate }) =>
      make(
        "li",
        {},
        makeJump(workspace),
        make("small", {}, `${countRuns(runs)} from ${nameSome(sources)}${gate ? " · waits for a person" : ""}`),
      ),
    );
  const more =
    arrivals.length > MANY ? make("li", {}, `and ${(arrivals.length - MANY).toLocaleString("en-US")} more`) : null;
  find("wave").replaceChildren(make("h4", {}, title), make("ul", { class: "triggers" }, rows, more));
  say(title);
}

listeners.push((before) => {
  if (before.selected !== state.selected || (playing && !state.wave)) pause();
  if (state.selected !== null && (before.wave !== state.wave || before.selected !== state.selected)) showWave();
});
