// The palette, as the style sheet has it for this theme; paper is always light.

const FONT = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif";
const ROLES = ["root", "auto", "gate", "unreadable", "plain"];
const colours = {};

/** Read the colours of the theme that holds now. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "quiet", "line", "frame-fill", "frame-border", "red"];
  for (const role of ROLES) names.push(`${role}-fill`, `${role}-border`, `${role}-text`);
  for (const name of names) colours[name] = style.getPropertyValue(`--${name}`);
}

/** Use the light or the dark palette, or what the system prefers. */
function applyTheme() {
  if (paper) return;
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  readColours();
  redraw();
}
