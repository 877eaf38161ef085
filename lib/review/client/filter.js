/**
 * What is to be shown: everything, or what has a text, a step, a rule, …; an
 * empty string stands for any.
 *
 * @typedef {{text: string, op: string, step: string, rule: string, structure: string}} Filter
 */

/** The choices of `op`, in their order. */
export const OPS = [
  "all",
  "changes",
  "create",
  "update",
  "replace",
  "keep",
  "issue",
];

/**
 * Filters rows by everything, and counts for each choice of `op` what it would
 * show.
 *
 * @param {readonly {row: import("../data.ts").Row, text: string, structureId: string}[]} items
 * @param {Filter} filter
 */
export function filterItems(items, filter) {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = Object.fromEntries(OPS.map((op) => [op, 0]));
  const shown = [];
  for (const item of items) {
    if (!words.every((word) => item.text.includes(word))) continue;
    if (!isWithin(item, filter)) continue;
    const ops = opsOf(item.row, filter.step);
    if (ops.size === 0) continue;
    for (const op of ops) counts[op]++;
    if (ops.has(filter.op)) shown.push(item);
  }
  return { shown, counts };
}

/**
 * The choices of `op` that show a row.
 *
 * @param {import("../data.ts").Row} row
 * @param {string} step Only what this step does, if any is given.
 */
export function opsOf({ actions, issues }, step) {
  const ops = new Set();
  const concerns = (thing) => step === "" || thing.step === step;
  for (const action of actions) {
    if (!concerns(action)) continue;
    ops.add(action.op);
    if (action.op !== "keep") ops.add("changes");
  }
  if (issues.some(concerns)) ops.add("issue");
  if (ops.size > 0 || step === "") ops.add("all");
  return ops;
}

/** All that a search looks at, in lower case. */
export function searchText(row, head) {
  const structure = head.structures[row.structure];
  return [
    row.id,
    row.name,
    structure?.id,
    structure?.name,
    head.rules[row.rule],
    ...row.actions.flatMap(({ place, reason }) => [place, reason]),
    ...row.changes.flatMap(({ of, before, after }) => [of, before, after]),
    ...row.issues.map(({ message }) => message),
  ].filter(Boolean).join("\n").toLowerCase();
}

function isWithin({ row, structureId }, { rule, structure }) {
  return (rule === "" || String(row.rule) === rule) &&
    (structure === "" || structureId === structure);
}
