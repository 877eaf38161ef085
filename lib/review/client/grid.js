import { cardContent } from "./card.js";
import { byId, count, h, number, symbol } from "./elements.js";
import { columnsIn, linesBetween, lineTops } from "./groups.js";
import { opsOf } from "./filter.js";

/** How far beyond the window cards are made, in windows. */
const MARGIN = 0.75;
/** Cards that go on paper: more would keep a browser busy for minutes. */
const PRINTED = 300;

/**
 * The groups of cards. Only the cards near the window are in the document.
 *
 * @param {(row: import("../data.ts").Row) => void} onOpen
 */
export function setUpGrid(onOpen) {
  return new Grid(byId("grid"), onOpen);
}

class Grid {
  /** All rows shown, in order. */
  rows = [];
  /** Index of the row that keys start from. */
  current = 0;
  #groups = [];
  #columns = 1;
  #isPrinting = false;
  #frame = 0;

  constructor(element, onOpen) {
    this.element = element;
    this.onOpen = onOpen;
    const soon = () => {
      this.#frame ||= requestAnimationFrame(() => {
        this.#frame = 0;
        this.#render();
      });
    };
    addEventListener("scroll", soon, { passive: true });
    new ResizeObserver(() => {
      this.#layOut();
      soon();
    }).observe(element);
    addEventListener("beforeprint", () => this.#print(true));
    addEventListener("afterprint", () => this.#print(false));
  }

  /** Shows groups in place of those before. */
  show(groups) {
    this.rows = groups.flatMap(({ rows }) => rows);
    this.current = 0;
    let start = 0;
    this.#groups = groups.map((group, index) => {
      const list = h("ul.cards", { "aria-labelledby": `group-${index}` });
      const section = h(
        "section.group",
        {},
        h(
          "h3",
          { id: `group-${index}` },
          group.title,
          h("span.quiet", {}, group.note),
        ),
        h("p.counts", {}, ...groupCounts(group.rows)),
        list,
      );
      const shown = {
        ...group,
        start,
        list,
        section,
        cards: new Map(),
        tops: [0],
      };
      start += group.rows.length;
      return shown;
    });
    this.element.replaceChildren(...this.#groups.map(({ section }) => section));
    this.#layOut();
    this.#render();
  }

  /** Moves the focus to a row; scrolls there if need be. */
  focus(index) {
    if (this.rows.length === 0) return;
    this.current = Math.max(0, Math.min(index, this.rows.length - 1));
    this.#render();
    const card = this.#currentCard();
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    this.#render();
  }

  /** The row above or below one; the one itself at either end. */
  neighbour(index, lines) {
    const group = this.#groupOf(index);
    const column = (index - group.start) % this.#columns;
    const line = Math.floor((index - group.start) / this.#columns) + lines;
    if (line >= 0 && line < group.tops.length - 1) {
      const place = line * this.#columns + column;
      return group.start + Math.min(place, group.rows.length - 1);
    }
    const next = this.#groups[this.#groups.indexOf(group) + lines];
    if (!next) return index;
    const start = lines > 0 ? 0 : (next.tops.length - 2) * this.#columns;
    return next.start + Math.min(start + column, next.rows.length - 1);
  }

  #currentCard() {
    const group = this.#groupOf(this.current);
    return group.cards.get(this.current - group.start).firstChild;
  }

  #groupOf(index) {
    return this.#groups.findLast(({ start }) => start <= index);
  }

  #layOut() {
    const width = this.element.clientWidth;
    const scale =
      parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.#columns = columnsIn(width, scale);
    this.element.style.setProperty("--columns", String(this.#columns));
    for (const group of this.#groups) {
      group.tops = lineTops(group.rows, this.#columns, scale);
      group.list.style.height = `${group.tops.at(-1)}px`;
      for (const [place, card] of group.cards) this.#place(group, place, card);
    }
  }

  #render() {
    if (this.#isPrinting) return;
    const margin = innerHeight * MARGIN;
    const windows = this.#groups.map(({ list }) => {
      const { top } = list.getBoundingClientRect();
      return [-top - margin, innerHeight - top + margin];
    });
    for (const [index, group] of this.#groups.entries()) {
      const [first, end] = linesBetween(group.tops, ...windows[index]);
      this.#fill(group, first * this.#columns, end * this.#columns);
    }
  }

  /** Makes the cards from one place to another, and the current one, which has the focus. */
  #fill(group, from, to) {
    const { cards, rows, start, list } = group;
    const current = this.current - start;
    const isWanted = (place) =>
      (place >= from && place < to) || place === current;
    for (const [place, card] of cards) {
      if (isWanted(place)) continue;
      card.remove();
      cards.delete(place);
    }
    const places = new Set();
    for (let place = from; place < Math.min(to, rows.length); place++) {
      places.add(place);
    }
    if (current >= 0 && current < rows.length) places.add(current);
    for (const place of [...places].sort((a, b) => a - b)) {
      let card = cards.get(place);
      if (!card) {
        card = this.#card(group, place);
        cards.set(place, card);
        // In the order of the plan, as a screen reader meets them.
        const next = [...cards.keys()].filter((other) => other > place);
        list.insertBefore(
          card,
          next.length > 0 ? cards.get(Math.min(...next)) : null,
        );
      }
      card.firstChild.tabIndex = place === current ? 0 : -1;
    }
  }

  #card(group, place) {
    const row = group.rows[place];
    const card = h(
      "li",
      { "aria-setsize": group.rows.length, "aria-posinset": place + 1 },
      h(
        `button.card.${row.kind}`,
        {
          type: "button",
          onclick: () => this.onOpen(row),
          onfocus: () => {
            if (this.current === group.start + place) return;
            this.current = group.start + place;
            this.#render();
          },
        },
        ...cardContent(row).filter(Boolean),
      ),
    );
    this.#place(group, place, card);
    return card;
  }

  #place({ tops }, place, card) {
    const line = Math.floor(place / this.#columns);
    card.style.top = `${tops[line]}px`;
    card.style.height = `${tops[line + 1] - tops[line]}px`;
    card.style.setProperty("--column", String(place % this.#columns));
  }

  #print(isPrinting) {
    this.#isPrinting = false;
    if (isPrinting) {
      let left = PRINTED;
      for (const group of this.#groups) {
        this.#fill(group, 0, left);
        group.section.hidden = left <= 0;
        left = Math.max(0, left - group.rows.length);
      }
      if (this.rows.length > PRINTED) {
        this.element.append(
          h(
            "p.notice.print-only",
            {},
            `The first ${PRINTED} of ${
              number(this.rows.length)
            }: search or filter to print others.`,
          ),
        );
      }
    } else {
      for (const { section } of this.#groups) section.hidden = false;
      this.element.querySelector(".print-only")?.remove();
    }
    this.#isPrinting = isPrinting;
    if (!isPrinting) this.#render();
  }
}

/** How many rows of a group each operation concerns. */
function groupCounts(rows) {
  const counts = new Map();
  for (const row of rows) {
    for (const op of opsOf(row, "")) counts.set(op, (counts.get(op) ?? 0) + 1);
  }
  return [
    h("span.quiet", {}, count(rows.length, nounOf(rows))),
    ...["create", "update", "replace", "keep", "issue"].filter((op) =>
      counts.has(op)
    ).map((op) =>
      h(
        "span.op-label",
        {},
        symbol(op),
        number(counts.get(op)),
        h("span.hidden", {}, ` ${op}`),
      )
    ),
  ];
}

function nounOf(rows) {
  const { kind } = rows[0];
  if (rows.some((row) => row.kind !== kind)) return "file";
  return kind;
}
