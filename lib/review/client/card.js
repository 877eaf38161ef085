import { pictureUrl } from "./data.js";
import {
  arrow,
  colorChange,
  h,
  lastPart,
  opLabel,
  spoken,
  VERBS,
} from "./elements.js";
import { CHANGES_SHOWN, hasPicture } from "./groups.js";

/** What a card says of one packing, mesh or file. */
export function cardContent(row) {
  const rest = row.changes.length - CHANGES_SHOWN;
  return [
    hasPicture(row) && thumbnail(row),
    h(
      "span.card-text",
      {},
      h(
        "span.card-title",
        {},
        h("strong", {}, row.name),
        row.seed !== null && h("span.quiet", {}, `seed ${row.seed}`),
      ),
      h("span.badges", {}, badges(row)),
      row.issues.slice(0, 2).map(({ message }) =>
        h("span.line.fault", { title: message }, message)
      ),
      sorted(row.changes).slice(0, CHANGES_SHOWN).map(changeLine),
      rest > 0 && h("span.line.quiet", {}, `and ${rest} more`),
    ),
  ];
}

/** Every operation on a row, with what it is done to. */
export function badges(row) {
  const { actions, issues } = row;
  const isKept = actions.length > 0 &&
    actions.every(({ op }) => op === "keep");
  const drawn = new Set(
    actions.filter(({ kind }) => kind === "object").map(({ step }) => step),
  );
  const shown = isKept
    ? [opLabel("keep", "unchanged")]
    // A file that is made only to be put is shown by its put.
    : actions.filter(({ kind, step }) =>
      kind === "object" || step === "update_simularium" || !drawn.has(step)
    ).map(({ kind, op, step }) =>
      h(
        "span.op-label",
        { title: `${step}: ${VERBS[op]}` },
        ...opLabel(op, target(kind, step)).childNodes,
        spoken(` ${VERBS[op]}`),
      )
    );
  const worst = issues.some(({ severity }) => severity === "error")
    ? "problem"
    : "warning";
  if (issues.length > 0) shown.push(opLabel("issue", worst));
  if (row.leftOut) shown.push(h("span.quiet", {}, "left out"));
  return shown;
}

/** What an action is done to, in a word. */
function target(kind, step) {
  if (kind === "file") return "local file";
  switch (step) {
    case "upload_meshes":
      return "mesh";
    case "upload_thumbnails":
      return "thumbnail";
    case "upload_simularium":
      return "packing";
    default:
      return "object";
  }
}

function thumbnail({ actions, pictures }) {
  const shown = pictures.findLast(({ at }) => at !== null);
  const isDrawn = actions.some(({ kind, step }) =>
    kind === "file" && step === "upload_thumbnails"
  );
  const hasOne = actions.some(({ step }) => step === "upload_thumbnails");
  if (!shown) {
    const text = isDrawn
      ? "thumbnail drawn at apply"
      : hasOne
      ? "thumbnail not shown"
      : "no thumbnail";
    return h("span.picture.empty", {}, text);
  }
  const note = shown.is === "after"
    ? "new"
    : shown.is === "before"
    ? "to be redrawn"
    : undefined;
  return h(
    "span.picture",
    {},
    h("img", { src: pictureUrl(shown.at), alt: "", decoding: "async" }),
    note && h("span.picture-note", {}, note),
  );
}

/** Colors first: they are what a reader can see. */
function sorted(changes) {
  return changes.toSorted((a, b) =>
    Number(a.kind !== "color") - Number(b.kind !== "color")
  );
}

function changeLine({ kind, of, before, after }) {
  const name = h("span.of", { title: of }, of);
  return kind === "color"
    ? h("span.line", {}, name, colorChange(before, after))
    : h(
      "span.line",
      { title: `${before ?? "none"} → ${after}` },
      name,
      h("span.change", {}, arrow(), h("code", {}, shortUrl(after))),
    );
}

function shortUrl(url) {
  return url.includes("/") ? `…/${lastPart(url)}` : url;
}
