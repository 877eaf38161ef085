import { byId, h, number, symbol } from "./elements.js";
import { filterItems, OPS, searchText } from "./filter.js";
import { groupRows } from "./groups.js";
import { setUpDetails } from "./details.js";
import { setUpGrid } from "./grid.js";

const OP_LABELS = {
  all: "All",
  changes: "Changes",
  create: "create",
  update: "update",
  replace: "replace",
  keep: "unchanged",
  issue: "problems",
};

/** Lets the reader search, filter, move and open what a plan does with each file. */
export function setUpBrowsing(review, rows) {
  const section = byId("browse");
  section.hidden = rows.length === 0;
  if (rows.length === 0) return;
  const { head } = review;
  const form = byId("filter");
  const items = rows.map((row) => ({
    row,
    text: searchText(row, head),
    structureId: head.structures[row.structure]?.id,
  }));
  let opened;
  const details = setUpDetails(() => grid.focus(grid.rows.indexOf(opened)));
  const grid = setUpGrid((row) => open(row));
  const open = (row) => {
    opened = row;
    details.open(row, titleOf(row, head));
  };
  const show = () => {
    const filter = Object.fromEntries(new FormData(form));
    const { shown, counts } = filterItems(items, filter);
    for (const op of OPS) byId(`count-${op}`).textContent = number(counts[op]);
    byId("shown").textContent = shown.length === items.length
      ? `${number(items.length)} files`
      : `${number(shown.length)} of ${number(items.length)} files`;
    grid.show(groupRows(shown.map(({ row }) => row), head));
    grid.element.classList.toggle("nothing", shown.length === 0);
  };

  fillChoices(form, review, rows);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    grid.focus(0);
  });
  addEventListener(
    "keydown",
    (event) => onKey(event, { form, grid, details, open }),
  );
  show();
}

function fillChoices(form, { head, steps }, rows) {
  const fill = (name, all, choices) => {
    form.elements[name].append(
      ...[["", all], ...choices].map(([value, text]) =>
        h("option", { value }, text)
      ),
    );
  };
  const structures = new Map(
    head.structures.map(({ id, name }) => [id, `${name} (${id})`]),
  );
  fill("structure", "All", structures);
  fill("rule", "All", head.rules.map((rule, index) => [index, rule]));
  fill(
    "step",
    "All",
    steps.filter(({ name }) => name !== null).map(({ name }) => [name, name]),
  );
  const hasKept = rows.some(({ actions }) =>
    actions.some(({ op }) => op === "keep")
  );
  const hasChanges = rows.some(({ actions }) =>
    actions.some(({ op }) => op !== "keep")
  );
  // Where most stays as it is, what does not is what to look at.
  const first = hasKept && hasChanges ? "changes" : "all";
  form.querySelector("fieldset").append(...OPS.map((op) =>
    h(
      "label",
      {},
      h("input", {
        type: "radio",
        name: "op",
        value: op,
        checked: op === first,
      }),
      op !== "all" && op !== "changes" && symbol(op),
      `${OP_LABELS[op]} `,
      h("span.quiet", { id: `count-${op}` }),
    )
  ));
}

/** Keys work wherever no other control wants them. */
function onKey(event, { form, grid, details, open }) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { target, key } = event;
  const search = form.elements.text;
  if (target === search) {
    if (key === "Escape" && search.value === "") search.blur();
    else if (key === "ArrowDown") grid.focus(0);
    else return;
    event.preventDefault();
    return;
  }
  if (target.closest("select, input, .scroll")) return;
  const isOpen = details.dialog.open;
  if (key === "/" && !isOpen) {
    search.focus();
    search.select();
  } else {
    const isCard = target.closest(".card") !== null;
    const index = destination(key, grid, isCard, isOpen);
    if (index === undefined) return;
    grid.focus(index);
    if (isOpen) open(grid.rows[grid.current]);
  }
  event.preventDefault();
}

/** The row that a key leads to; arrows scroll the page unless a card has the focus. */
function destination(key, grid, isCard, isOpen) {
  const { current, rows } = grid;
  const isIn = isCard || isOpen;
  if (key === "j") return isIn ? current + 1 : current;
  if (key === "k") return isIn ? current - 1 : current;
  if (isOpen && key === "ArrowRight") return current + 1;
  if (isOpen && key === "ArrowLeft") return current - 1;
  if (!isCard || isOpen) return undefined;
  switch (key) {
    case "ArrowRight":
      return current + 1;
    case "ArrowLeft":
      return current - 1;
    case "ArrowDown":
      return grid.neighbour(current, 1);
    case "ArrowUp":
      return grid.neighbour(current, -1);
    case "Home":
      return 0;
    case "End":
      return rows.length - 1;
  }
}

function titleOf({ kind, structure, rule }, { structures, rules }) {
  const parts = [structures[structure]?.name, rules[rule]];
  if (kind === "mesh") parts.push("mesh");
  return parts.filter(Boolean).join(" · ") || "File";
}
