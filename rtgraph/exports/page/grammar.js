// The grammar of selections, the same as on the command line: text → tree, or a mistake and its place.
//
//   either  = both { space both }            both    = turned { "," turned }
//   turned  = { "!" } between                between = hops [ ".." hops ]
//   hops    = [ [ number ] "+" ] single [ "+" [ number ] ]
//   single  = "(" either ")" | [ key ":" ] ( word | '"' any '"' )

const KEYS = ["project", "tag", "mode", "auto", "cycle", "root", "leaf", "isolated"];
const DEEPEST = 50;
const DIGITS = 9;
/** What Python takes for white space. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const TOKEN = new RegExp(
  `(?<space>[${SPACE}]+)|(?<quoted>"(?:[^"\\\\]|\\\\.)*")|(?<sign>\\.\\.|[(),+!])` +
    `|(?<word>(?!!)(?:(?!\\.\\.)[^${SPACE}(),+"])+)`,
  "suy",
);
const UPSTREAM = new RegExp(`^[0-9]+\\+(?![${SPACE}),+]|\\.\\.|$)`, "u");

/** A selection that is not understood: where in it, and what is wrong there. */
class SelectionError extends Error {
  constructor(text, position, problem) {
    super(problem);
    this.text = text;
    this.position = position;
  }
}

/** Reads a selection from left to right, a token at a time, and never goes back. */
class Reader {
  constructor(text) {
    Object.assign(this, { text, depth: 0, position: 0, end: 0, kind: "", piece: "" });
    this.advance();
  }

  advance() {
    this.position = this.end;
    this.kind = this.piece = "";
    if (this.position === this.text.length) return;
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (!match) throw this.complain('a quotation mark is not closed; put one more, or write \\" for one in a name');
    this.kind = Object.keys(match.groups).find((kind) => match.groups[kind] !== undefined);
    this.piece = match[0];
    this.end = TOKEN.lastIndex;
  }

  complain(problem, position = this.position) {
    return new SelectionError(this.text, position, problem);
  }

  take(sign) {
    const found = this.kind === "sign" && this.piece === sign;
    if (found) this.advance();
    return found;
  }

  skipSpace() {
    const found = this.kind === "space";
    if (found) this.advance();
    return found;
  }

  readEither() {
    this.skipSpace();
    const parts = [this.readBoth()];
    while (this.kind && this.piece !== ")") parts.push(this.readBoth());
    return parts.length === 1 ? parts[0] : { kind: "either", parts };
  }

  readBoth() {
    const parts = [this.readTurned()];
    let spaced = this.skipSpace();
    while (this.take(",")) {
      this.skipSpace();
      parts.push(this.readTurned());
      spaced = this.skipSpace();
    }
    if (this.kind && this.piece !== ")" && !spaced) throw this.complain(explainNeighbour(this.piece));
    return parts.length === 1 ? parts[0] : { kind: "both", parts };
  }

  readTurned() {
    let turned = false;
    while (this.take("!")) {
      turned = !turned;
      this.skipSpace();
    }
    const inner = this.readBetween();
    return turned ? { kind: "turned", inner } : inner;
  }

  readBetween() {
    const start = this.readHops();
    return this.take("..") ? { kind: "between", start, end: this.readHops() } : start;
  }

  readHops() {
    const upstream = this.takeUpstream();
    const inner = this.readSingle();
    const downstream = this.take("+") ? this.takeNumber() : 0;
    return upstream === 0 && downstream === 0 ? inner : { kind: "hops", inner, upstream, downstream };
  }

  /** Read the `+` before a term and its number; digits are a name where nothing comes after their `+`. */
  takeUpstream() {
    if (this.take("+")) return Infinity;
    if (!UPSTREAM.test(this.text.slice(this.position, this.end + 3))) return 0;
    const number = this.takeNumber();
    this.advance();
    return number;
  }

  takeNumber() {
    if (this.kind !== "word" || !/^[0-9]+$/.test(this.piece)) return Infinity;
    if (this.piece.length > DIGITS) {
      throw this.complain(`a number of hops has at most ${DIGITS} digits; + without a number takes them all`);
    }
    const number = Number(this.piece);
    this.advance();
    return number;
  }

  readSingle() {
    if (this.piece === "(") return this.readGroup();
    if (this.kind !== "word" && this.kind !== "quoted") {
      throw this.complain("something to select is missing here, such as a workspace, project:NAME or tag:NAME");
    }
    const colon = this.piece.indexOf(":");
    if (this.kind === "quoted" || colon < 0) return this.takeValue("name");
    const key = this.piece.slice(0, colon);
    const value = this.piece.slice(colon + 1);
    const position = this.position + colon + 1;
    if (!KEYS.includes(key))
      throw this.complain(`there is no attribute '${shorten(key)}'; there are ${KEYS.join(", ")}`);
    this.advance();
    const whole = value || this.kind !== "quoted";
    const term = whole ? { kind: "term", key, value, literal: false, position } : this.takeValue(key);
    this.checkValue(term);
    return term;
  }

  takeValue(key) {
    const literal = this.kind === "quoted";
    const value = literal ? this.piece.slice(1, -1).replace(/\\([^])/gu, "$1") : this.piece;
    const term = { kind: "term", key, value, literal, position: this.position };
    this.advance();
    return term;
  }

  readGroup() {
    this.depth += 1;
    if (this.depth > DEEPEST) {
      throw this.complain(`brackets stand more than ${DEEPEST} deep in one another; take some away`);
    }
    this.take("(");
    const tree = this.readEither();
    if (!this.take(")")) throw this.complain("a bracket is not closed; put ) where it ends");
    this.depth -= 1;
    return tree;
  }

  checkValue({ key, value, literal, position }) {
    if (!value) throw this.complain(`what comes after ${key}: is missing; ${key}:* is any`, position);
    if (key === "auto" && !isGlob(value, literal) && value !== "yes" && value !== "no") {
      throw this.complain(`auto: is yes or no and not '${shorten(value)}'`, position);
    }
  }
}

function explainNeighbour(sign) {
  if (sign === "..") return "a path has two ends; write a..b b..c for one that goes on";
  if (sign === "+") return "there is a + too many; one before and one after a term are all there can be";
  return "two terms stand together; put a space between them for either, a comma for both";
}

const isGlob = (value, literal) => !literal && /[*?[]/.test(value);
const shorten = (text) => ([...text].length <= 60 ? text : `${[...text].slice(0, 59).join("")}…`);

/** Read a selection; throws a SelectionError where it is none. */
function parseSelection(text) {
  const reader = new Reader(text);
  const tree = reader.readEither();
  if (reader.kind) throw reader.complain("there is a bracket too many; take it away, or open one before");
  return tree;
}
