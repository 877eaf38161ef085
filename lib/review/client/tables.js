import {
  arrow,
  byId,
  count,
  h,
  lastPart,
  number,
  opLabel,
  shortened,
  symbol,
} from "./elements.js";

/** Rows that are shown at first, and more at each request. */
const AT_FIRST = 8;
const MORE = 50;
/** Characters of a cell; of one that names its row. */
const LONGEST = { td: 40, th: 84 };

const OPS = { added: "create", changed: "update", removed: "removed" };
const SIGNS = { added: "+", changed: "~", removed: "−" };

/** Shows what changes in the CSVs. */
export function showTables({ tables }) {
  const section = byId("tables");
  section.hidden = tables.length === 0;
  section.append(...tables.map(table));
}

function table(review, index) {
  const { path, op, fault, columns, rows, counts } = review;
  const hasChanged = counts.changed > 0;
  const body = h("tbody");
  const headers = h("tr");
  const element = h(
    "table",
    { "aria-labelledby": `table-${index}` },
    h("thead", {}, headers),
    body,
  );
  const more = h("button.plain", { type: "button", onclick: () => showMore() });
  let onlyChanged = hasChanged, shown = 0;

  const visible = () =>
    columns.map((column, place) => ({ ...column, place })).filter(
      ({ is, place }) =>
        !onlyChanged || place === 0 || is !== "same" || isChanged(rows, place),
    );
  const showMore = () => {
    const next = rows.slice(shown, shown + (shown === 0 ? AT_FIRST : MORE));
    body.append(...next.map((row) => tableRow(row, visible())));
    shown += next.length;
    more.hidden = shown >= rows.length;
    more.textContent = `Show more rows (${number(rows.length - shown)} left)`;
  };
  const restart = () => {
    headers.replaceChildren(
      h("th", { scope: "col" }, h("span.hidden", {}, "Change")),
      ...visible().map(({ name, is }) =>
        h(
          "th",
          { scope: "col" },
          is !== "same" && h("span.op", {}, SIGNS[is]),
          name,
          is !== "same" && h("span.hidden", {}, ` (${is})`),
        )
      ),
    );
    body.replaceChildren();
    shown = 0;
    showMore();
  };
  restart();

  const total = counts.added + counts.changed + counts.removed;
  return h(
    "article.table",
    {},
    h("h3", { id: `table-${index}`, title: path }, symbol(op), lastPart(path)),
    fault !== null &&
      h(
        "p.notice",
        {},
        `The file on disk cannot be compared: ${fault}. All rows are shown as new.`,
      ),
    h(
      "p.counts",
      {},
      Object.keys(OPS).filter((is) => counts[is] > 0).map((is) =>
        h(
          "span.op-label",
          {},
          h(`span.op.${OPS[is]}`, { "aria-hidden": "true" }, SIGNS[is]),
          `${count(counts[is], "row")} ${is}`,
        )
      ),
      total === 0 && opLabel("keep", "same cells, written differently"),
      hasChanged && h(
        "label.check",
        {},
        h("input", {
          type: "checkbox",
          checked: true,
          onchange: ({ target }) => {
            onlyChanged = target.checked;
            restart();
          },
        }),
        "only columns that change",
      ),
    ),
    total > 0 && h(
      "div.scroll",
      { tabindex: 0, role: "region", "aria-labelledby": `table-${index}` },
      element,
    ),
    total > 0 && h(
      "p",
      {},
      more,
      rows.length < total &&
        h(
          "span.quiet",
          {},
          `${
            number(total - rows.length)
          } rows are not in this page, to keep it small.`,
        ),
    ),
  );
}

function isChanged(rows, place) {
  return rows.some(({ cells }) => typeof cells[place] !== "string");
}

function tableRow({ is, cells }, columns) {
  return h(
    `tr.${is}`,
    {},
    h(
      "td",
      {},
      h(`span.op.${OPS[is]}`, { "aria-hidden": "true" }, SIGNS[is]),
      h("span.hidden", {}, is),
    ),
    ...columns.map(({ place }, i) =>
      tableCell(cells[place], i === 0 ? "th" : "td")
    ),
  );
}

function tableCell(cell, tag) {
  const attributes = tag === "th" ? { scope: "row" } : {};
  if (typeof cell === "string") {
    return h(
      tag,
      { ...attributes, title: cell },
      shortText(cell, LONGEST[tag]),
    );
  }
  const [before, after] = cell;
  return h(
    `${tag}.changed`,
    { ...attributes, title: `${before || "empty"} → ${after || "empty"}` },
    h("del", {}, shortText(before, LONGEST[tag]) || "empty"),
    arrow(),
    h("ins", {}, shortText(after, LONGEST[tag]) || "empty"),
  );
}

/** A URL by what tells it from others. */
function shortText(text, length) {
  const isUrl = /^https?:\/\//.test(text);
  return shortened(isUrl ? `…/${lastPart(text)}` : text, length);
}
