/** How operations are written, here as in the terminal. */
export const SYMBOLS = {
  create: "+",
  update: "~",
  replace: "!",
  keep: "=",
  issue: "?",
};

/** What an operation is called. */
export const VERBS = {
  create: "create",
  update: "update",
  replace: "replace",
  keep: "unchanged",
  issue: "problem",
};

/**
 * An element. Texts become text nodes, so that nothing in a plan is taken for
 * markup.
 *
 * @param {string} name Its tag, with classes: `p.quiet`.
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | number | false | null | undefined | (Node | string)[])} children
 */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child === false || child === null || child === undefined) continue;
    element.append(typeof child === "number" ? String(child) : child);
  }
  return element;
}

/** The element with an ID. */
export function byId(id) {
  return document.getElementById(id);
}

/** An operation's symbol in its color. */
export function symbol(op) {
  return h(`span.op.${op}`, { "aria-hidden": "true" }, SYMBOLS[op]);
}

/** An operation's symbol with what it is about: `+ 12 create`. */
export function opLabel(op, text) {
  return h("span.op-label", {}, symbol(op), text);
}

/** A text that only screen readers meet. */
export function spoken(text) {
  return h("span.hidden", {}, text);
}

/** A whole number with thousands separated: `1,200`. */
export function number(value) {
  return value.toLocaleString("en-US");
}

/** A number with its noun: `1 file`, `1,200 files`. */
export function count(
  value,
  noun,
  plural = noun.replace(/(?<=sh)$/, "e") + "s",
) {
  return `${number(value)} ${value === 1 ? noun : plural}`;
}

/** Bytes in powers of 1,000: `4.1 MB`. */
export function bytes(value) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(unit === 0 || value >= 99.95 ? 0 : 1)} ${
    units[unit]
  }`;
}

/** What stands after the last slash. */
export function lastPart(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A color as a patch and as text; only `#rrggbb` is one for the viewer. */
export function swatch(color) {
  const patch = h("span.swatch", { "aria-hidden": "true" });
  if (color === null) patch.classList.add("none");
  else if (/^#[0-9a-f]{6}$/i.test(color)) patch.style.background = color;
  else patch.classList.add("invalid");
  return h("span.color", {}, patch, h("code", {}, color ?? "none"));
}

/** A color before and after. */
export function colorChange(before, after) {
  return h("span.change", {}, swatch(before), arrow(), swatch(after));
}

/** An arrow, which is read out as a word. */
export function arrow() {
  return h("span.arrow", {}, spoken(" becomes "));
}

/** A text without its middle, where its ends tell more. */
export function shortened(text, length) {
  if (text.length <= length) return text;
  const half = (length - 1) / 2;
  return `${text.slice(0, Math.floor(half))}…${text.slice(-Math.ceil(half))}`;
}
