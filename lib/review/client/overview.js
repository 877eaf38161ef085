import {
  byId,
  bytes,
  colorChange,
  count,
  h,
  number,
  opLabel,
  spoken,
  symbol,
  VERBS,
} from "./elements.js";

const OPS = ["create", "update", "replace", "keep"];

/** Shows what the release is, its totals, its problems, and what each step does. */
export function showOverview(review) {
  showTitle(review);
  byId("verdict").append(verdict(review), totals(review), ...notes(review));
  fill("issues", review.issues.map(issue));
  fill("steps", review.steps.filter(({ name }) => name !== null).map(step));
}

function showTitle({ head }) {
  if (!head) {
    byId("release").textContent = "This plan is cut off";
    return;
  }
  document.title = `Review of ${head.release}`;
  // Names break after an underscore, where they have to.
  const parts = head.release.split(/(?<=_)/);
  byId("release").replaceChildren(
    ...parts.flatMap((part) => [part, h("wbr")]),
  );
  byId("target").append(
    "to ",
    h("code", {}, `s3://${head.bucket}`),
    ` at ${head.host}`,
  );
  const when = new Date(head.created).toLocaleString("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
  });
  byId("made").textContent = `Planned ${when} by ${head.tool}. ` +
    "This page only shows the plan: nothing is changed by it.";
}

/** Fills the list of a section, which stays hidden where there is nothing. */
function fill(id, items) {
  const section = byId(id);
  section.hidden = items.length === 0;
  section.querySelector("ul, ol").append(...items);
}

function verdict({ summary, head, hasChanges, objects, files }) {
  const [state, text] = (() => {
    if (!summary) return ["bad", "The plan is cut off: make it again."];
    if (summary.errors > 0) {
      const problems = count(summary.errors, "problem");
      return [
        "bad",
        `${problems}: this plan cannot be applied. Mend the files below, or leave them out with --skip-invalid.`,
      ];
    }
    if (head.offline) {
      return [
        "bad",
        "The bucket was not read (--offline), so every object is shown as new. This plan cannot be applied.",
      ];
    }
    if (!hasChanges) return ["calm", "Nothing to do: everything is in place."];
    const put = OPS.slice(0, 3)
      .reduce((sum, op) => sum + objects[op].objects, 0);
    return [
      "calm",
      `Applying this plan puts ${count(put, "object")} and writes ${
        count(files, "local file")
      }.`,
    ];
  })();
  return h(
    `p.verdict.${state}`,
    {},
    state === "bad" && symbol("issue"),
    text,
  );
}

function totals({ objects, files }) {
  const tile = (op, value, label, note) =>
    h(
      "li.tile",
      {},
      h("span.value", {}, op && symbol(op), number(value)),
      h("span", {}, label),
      h("span.quiet", {}, note),
    );
  const labels = ["to create", "to update", "to replace", "unchanged"];
  return h(
    "ul.tiles",
    {},
    OPS.map((op, i) =>
      tile(op, objects[op].objects, labels[i], size(objects[op], op))
    ),
    tile(
      undefined,
      files,
      files === 1 ? "local file" : "local files",
      "to write",
    ),
  );
}

/** How much is to be put. */
function size({ objects, bytes: known, unknown }, op) {
  if (objects === 0) return "";
  if (op === "keep") return bytes(known);
  const drawn = unknown > 0 && count(unknown, "thumbnail");
  return [known > 0 && bytes(known), drawn].filter(Boolean).join(" and ");
}

function notes({ aggregates, invalid, picturesLeftOut }) {
  return [
    aggregates > 0 &&
    `Left out: ${
      count(aggregates, "aggregate")
    } of several seeds (…_all.simularium).`,
    invalid > 0 &&
    `Left out: ${count(invalid, "invalid file")} (--skip-invalid).`,
    picturesLeftOut > 0 &&
    `${
      count(picturesLeftOut, "thumbnail is", "thumbnails are")
    } not in this page, to keep it small.`,
  ].filter(Boolean).map((text) => h("p.quiet", {}, text));
}

function issue({ kind, step, count: times, message, subjects }) {
  const rest = times - subjects.length;
  return h(
    `li.issue.${kind}`,
    {},
    h(
      "p",
      {},
      h(
        "strong.severity",
        {},
        symbol("issue"),
        kind === "error" ? "Problem" : "Warning",
      ),
      times > 1 && h("span.times", {}, `${number(times)} ×`),
      h("span", {}, message),
    ),
    h(
      "ul.subjects",
      {},
      subjects.map((subject) => h("li", {}, h("code", {}, subject))),
      rest > 0 && h("li.quiet", {}, `and ${number(rest)} more`),
    ),
    step !== null && h("p.quiet", {}, step),
  );
}

function step(review) {
  const { name, does, objects, files, reasons, colors, moreColors, urls } =
    review;
  const counts = [
    ["create", "update"].map((op) =>
      files[op] > 0 &&
      opLabel(
        op,
        `${count(files[op], "local file")} to ${
          op === "create" ? "make" : "change"
        }`,
      )
    ),
    OPS.map((op) => {
      if (objects[op].objects === 0) return false;
      const how = op === "keep" ? "unchanged" : `to ${VERBS[op]}`;
      const weight = op === "keep" ? "" : size(objects[op], op);
      return h(
        "span.op-label",
        {},
        symbol(op),
        `${count(objects[op].objects, "object")} ${how}`,
        weight && h("span.quiet", {}, weight),
      );
    }),
  ].flat().filter(Boolean);
  return h(
    "li.step",
    {},
    h("div", {}, h("h3", {}, h("code", {}, name)), h("p.quiet", {}, does)),
    h(
      "div",
      {},
      h(
        "p.counts",
        {},
        counts.length > 0 ? counts : opLabel("keep", "nothing to do"),
      ),
      reasons.length > 0 && h("ul.reasons", {}, reasons.map(reason)),
      (colors.length > 0 || urls > 0) && h(
        "ul.colors",
        {},
        colors.map(({ of, before, after, count: times }) =>
          h(
            "li",
            {},
            h("span.of", {}, of),
            colorChange(before, after),
            h("span.quiet", {}, `in ${count(times, "file")}`),
          )
        ),
        moreColors > 0 &&
          h(
            "li.quiet",
            {},
            `and ${count(moreColors, "other change")} of color`,
          ),
        urls > 0 && h("li", {}, h("span.of", {}, "mesh URLs"), number(urls)),
      ),
    ),
  );
}

function reason({ kind, count: times, message }) {
  return h(
    "li",
    {},
    symbol(kind),
    spoken(`${VERBS[kind]} `),
    h("span.times", {}, number(times)),
    h("span", {}, message),
  );
}
