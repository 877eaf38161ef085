/**
 * Rows that are shown together.
 *
 * @typedef {{key: string, title: string, note: string, rows: import("../data.ts").Row[]}} Group
 */

/**
 * Groups rows: packings by structure and rule, then meshes by structure, then
 * other files.
 *
 * @param {readonly import("../data.ts").Row[]} rows
 * @param {import("../data.ts").Head} head
 * @returns {Group[]}
 */
export function groupRows(rows, head) {
  const groups = new Map();
  for (const row of rows) {
    const { rank, ...group } = groupOf(row, head);
    if (!groups.has(group.key)) groups.set(group.key, { ...group, rank });
    (groups.get(group.key).rows ??= []).push(row);
  }
  return [...groups.values()].sort((a, b) => a.rank - b.rank);
}

function groupOf({ kind, structure, rule }, { structures, rules }) {
  const { id, name, packing } = structures[structure] ?? {};
  if (id !== undefined && rule !== null) {
    return {
      key: `packings ${structure} ${rule}`,
      rank: structure * rules.length + rule,
      title: `${name} · ${rules[rule]}`,
      note: packing === name ? id : `${id}, ${packing}`,
    };
  }
  if (kind === "mesh" && id !== undefined) {
    const rank = structures.length * rules.length + structure;
    return { key: `meshes ${id}`, rank, title: `${name} · meshes`, note: id };
  }
  return { key: "files", rank: Infinity, title: "Other files", note: "" };
}

/** The most changes that a card lists. */
export const CHANGES_SHOWN = 8;

/** Measures of a card at a text size of 16 pixels; `page.css` has the same. */
const CARD = { frame: 26, line: 22, head: 50, picture: 104, gap: 12 };
/** The least width of a card. */
const CARD_WIDTH = 360;

/** How many cards fit side by side. */
export function columnsIn(width, scale) {
  const gap = CARD.gap * scale;
  const columns = Math.floor((width + gap) / (CARD_WIDTH * scale + gap));
  return Math.max(1, columns);
}

/** Whether a card has room for a picture: where the plan says anything of thumbnails. */
export function hasPicture({ kind, actions, issues }) {
  const isAbout = ({ step }) => step === "upload_thumbnails";
  return kind === "packing" && (actions.some(isAbout) || issues.some(isAbout));
}

/** How high a card has to be. */
export function cardHeight(row, scale) {
  const changes = row.changes.length;
  const lines = Math.min(changes, CHANGES_SHOWN) +
    (changes > CHANGES_SHOWN ? 1 : 0) + Math.min(row.issues.length, 2);
  const text = CARD.head + lines * CARD.line;
  const content = hasPicture(row) ? Math.max(CARD.picture, text) : text;
  return (CARD.frame + content) * scale;
}

/**
 * Where the lines of a group's cards begin, and where the last one ends.
 *
 * @returns {number[]} One more than there are lines.
 */
export function lineTops(rows, columns, scale) {
  const tops = [0];
  for (let start = 0; start < rows.length; start += columns) {
    const line = rows.slice(start, start + columns);
    const height = Math.max(...line.map((row) => cardHeight(row, scale)));
    tops.push(tops.at(-1) + height + CARD.gap * scale);
  }
  return tops;
}

/**
 * The lines that can be seen between two heights.
 *
 * @returns {[number, number]} The first, and the one after the last.
 */
export function linesBetween(tops, from, to) {
  if (to <= 0 || from >= tops.at(-1)) return [0, 0];
  const first = Math.max(0, firstAbove(tops, from) - 1);
  return [first, Math.min(tops.length - 1, firstAbove(tops, to))];
}

/** The first index whose value is greater. */
function firstAbove(sorted, value) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
