/**
 * What the page was given.
 *
 * @returns {import("../data.ts").Review}
 */
export function readReview() {
  return JSON.parse(blocks("review")[0].textContent);
}

/**
 * All rows, in the order of the plan.
 *
 * @returns {import("../data.ts").Row[]}
 */
export function readRows() {
  return blocks("rows").flatMap((block) => JSON.parse(block.textContent));
}

/** Blocks of pictures that were split into lines last. */
const split = new Map();
const KEPT = 8;

/** A picture as a URL, by its block and line. */
export function pictureUrl([block, line]) {
  let lines = split.get(block);
  if (!lines) {
    lines = blocks("pictures")[block].textContent.split("\n");
    split.set(block, lines);
    if (split.size > KEPT) split.delete(split.keys().next().value);
  }
  return `data:image/png;base64,${lines[line]}`;
}

const found = new Map();

function blocks(kind) {
  let elements = found.get(kind);
  if (!elements) {
    elements = [...document.querySelectorAll(`script[data-block="${kind}"]`)];
    found.set(kind, elements);
  }
  return elements;
}
