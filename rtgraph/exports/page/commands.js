// The commands of rtgraph that make what the page shows, ready for a shell.

/** Quote a word for a POSIX shell. */
const quoteShell = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);

const isPlain = (text) => show(text) === text;
/** Quote a name for the selection language, so that no sign in it means anything. */
const quoteTerm = (text) => (/^[A-Za-z0-9_-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, "\\$&")}"`);

/** Give the term for one workspace: its name where that says it, or else its id. */
function termOf(number) {
  const { name, id } = workspaces[number];
  return byName.get(name).length === 1 && !byId.has(name) && isPlain(name) && !/^[0-9-]/.test(name)
    ? quoteTerm(name)
    : quoteTerm(id);
}

/** Give the selection that selects what the filter shows; a rule has no term of its own, so that it becomes ids. */
function selectionOf() {
  const { project, tag, rule, select: text } = state.filter;
  if (!derived.shown) return "";
  if (rule || ![project, tag].every(isPlain))
    return [...derived.shown].map((each) => quoteTerm(workspaces[each].id)).join(" ");
  const terms = [project && `project:${quoteTerm(project)}`, tag && `tag:${quoteTerm(tag)}`].filter(Boolean);
  const chosen = text.trim() && !derived.problem ? text.trim() : "";
  if (!terms.length) return chosen;
  return [...(chosen ? [`(${chosen})`] : []), ...terms].join(",");
}

/** Write a command for a shell. */
const writeCommand = (...words) => ["rtgraph", ...words].map(quoteShell).join(" ");

/** Give pairs of what a command does and the command, the one for what is seen now first. */
function listCommands() {
  const { source } = data;
  const file = ["-o", "graph.html"];
  const found = [];
  const selection = selectionOf();
  if (state.selected !== null) {
    const { id, name } = workspaces[state.selected];
    const term = termOf(state.selected);
    const named = term === name ? name : id;
    found.push(["this cascade, wave by wave", writeCommand("impact", named, ...source)]);
    found.push([
      "this workspace with its upstream and downstream",
      writeCommand("export", ...source, "--select", `+${term}+`, ...file),
    ]);
  }
  if (state.finding !== null) {
    const ids = findings[state.finding].workspaces.map((each) => quoteTerm(workspaces[each].id)).join(" ");
    found.push([
      "this finding and others about its workspaces",
      writeCommand("audit", ...source, ...(ids ? ["--select", ids] : [])),
    ]);
  }
  if (state.cycle !== null) {
    const term = termOf(cycles[state.cycle].workspaces[0]);
    found.push(["this cycle", writeCommand("export", ...source, "--select", `cycle:${term}`, ...file)]);
  }
  if (selection)
    found.push(["what the filter shows", writeCommand("export", ...source, "--select", selection, ...file)]);
  const depends = data.turned ? ["--arrows", "depends"] : [];
  found.push(["this page", writeCommand("export", ...source, ...depends, ...file)]);
  return found;
}

/** Copy a text, by selecting it where the browser lets no page near the clipboard. */
async function copy(field, button) {
  let done = true;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    done = document.execCommand("copy");
  }
  button.textContent = done ? "Copied" : "Press Ctrl+C";
  say(button.textContent);
}

function showCommands() {
  const rows = listCommands().map(([what, command], place) => {
    const field = make("input", { id: `command-${place}`, readonly: true, value: command, spellcheck: "false" });
    const button = make(
      "button",
      { type: "button", "aria-label": `Copy: ${what}`, onclick: () => copy(field, button) },
      "Copy",
    );
    return make(
      "div",
      { class: "command" },
      make("label", { for: field.id }, `For ${what}`),
      make("div", {}, field, button),
    );
  });
  find("command-list").replaceChildren(...rows);
  find("commands").showModal();
}

find("open-commands").addEventListener("click", showCommands);
