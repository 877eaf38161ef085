import { badges } from "./card.js";
import { pictureUrl } from "./data.js";
import {
  arrow,
  byId,
  bytes,
  colorChange,
  h,
  opLabel,
  VERBS,
} from "./elements.js";

/**
 * The panel that shows all that is known of one row.
 *
 * @param {() => void} onClose
 */
export function setUpDetails(onClose) {
  const dialog = byId("details");
  dialog.addEventListener("close", onClose);
  dialog.addEventListener("click", ({ target }) => {
    // A click beside the panel is one on the dialog itself.
    if (target === dialog) dialog.close();
  });
  return {
    dialog,
    open(row, title) {
      dialog.replaceChildren(content(row, title, () => dialog.close()));
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
    },
  };
}

function content(row, title, close) {
  return h(
    "div.panel",
    {},
    h(
      "header",
      {},
      h(
        "div",
        {},
        h("p.eyebrow", {}, title),
        h(
          "h2",
          { id: "details-title" },
          row.name,
          row.seed !== null && h("span.quiet", {}, ` seed ${row.seed}`),
        ),
      ),
      h(
        "button.plain",
        { type: "button", onclick: close },
        "Close ",
        h("kbd", { "aria-hidden": "true" }, "Esc"),
      ),
    ),
    h("p.badges", {}, badges(row)),
    pictures(row),
    row.issues.length > 0 && h(
      "ul.issues",
      {},
      row.issues.map(({ severity, message }) =>
        h(
          `li.issue.${severity}`,
          {},
          opLabel("issue", severity === "error" ? "Problem" : "Warning"),
          h("p", {}, message),
        )
      ),
    ),
    row.changes.length > 0 && h(
      "section",
      {},
      h("h3", {}, "Changes in the file"),
      h("ul.changes", {}, row.changes.map(change)),
    ),
    row.actions.length > 0 && h(
      "section",
      {},
      h("h3", {}, "What is done"),
      h("ul.actions", {}, row.actions.map(action)),
    ),
    row.actions.length === 0 &&
      h("p.quiet", {}, `Nothing is done with ${row.id}.`),
  );
}

const CAPTIONS = {
  before: "as it is",
  after: "as it will be",
  same: "thumbnail",
};

function pictures({ name, pictures }) {
  return pictures.length > 0 && h(
    "div.pictures",
    {},
    pictures.map(({ is, at, fault }) =>
      h(
        "figure",
        {},
        at
          ? h("img", {
            src: pictureUrl(at),
            alt: `Thumbnail of ${name}, ${CAPTIONS[is]}`,
          })
          : h("p.notice", {}, `Cannot be drawn: ${fault}`),
        h("figcaption.quiet", {}, CAPTIONS[is]),
      )
    ),
  );
}

function change({ kind, of, path, before, after }) {
  return h(
    "li",
    {},
    h("p", {}, h("strong", {}, of), " ", h("code.quiet", {}, path)),
    kind === "color" ? h("p", {}, colorChange(before, after)) : h(
      "p.url",
      {},
      h("code", {}, before ?? "none"),
      arrow(),
      h("code", {}, after),
    ),
  );
}

function action({ step, kind, op, reason, place, before, after }) {
  const sizes = op === "keep"
    ? sizeText(after)
    : before === null
    ? sizeText(after)
    : `${sizeText(before)} → ${sizeText(after)}`;
  return h(
    "li",
    {},
    h(
      "p",
      {},
      opLabel(op, `${VERBS[op]} ${kind === "file" ? "local file" : "object"}`),
      h("span.quiet", {}, step),
    ),
    h("p", {}, `${reason}; ${sizes}`),
    h("p", {}, h("code", {}, place)),
  );
}

function sizeText(size) {
  return size === null ? "content known after apply" : bytes(size);
}
