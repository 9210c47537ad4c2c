// The table twin: everything on the map in rows, the highest score first and
// of equals those of which most is known.
import { h } from "../shared/dom";
import { number, t, withUnit } from "../shared/words";
import { deepFrom, step } from "./palette";
import { drawnAs, holeOf, type ItemScore, missing, type Scores, valueOf } from "./score";

const rows = 50;

export interface TableOptions {
  element: HTMLElement;
  onChoose(unit: number): void;
  onPage(page: number): void;
}

export class Table {
  private page = 1;

  constructor(private readonly options: TableOptions) {}

  show(scores: Scores, level: string, page: number, name: (unit: number) => string, within: (unit: number) => string): void {
    const order = sorted(scores);
    const pages = Math.max(1, Math.ceil(order.length / rows));
    this.page = Math.min(page, pages);
    const first = (this.page - 1) * rows;
    const shown = order.slice(first, first + rows);
    const items = scores.items.length;
    const table = h("table", { class: "table twin" },
      h("caption", {}, t(`map.tableCaption.${level}`, { first: first + 1, last: first + shown.length, all: number(order.length, 0) })),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, t(`map.unit.${level}`)),
        level === "cell" && h("th", { scope: "col" }, t("map.unit.neighbourhood")),
        h("th", { scope: "col", class: "n" }, t("map.score")),
        h("th", { scope: "col", class: "n" }, t("map.knownShort")),
        ...scores.items.map(({ item }) => h("th", { scope: "col", class: "n", title: item.name }, item.short || item.name)))),
      h("tbody", {}, ...shown.map((unit) => {
        const choose = h("button", { type: "button", class: "twin-choose" }, name(unit));
        choose.addEventListener("click", () => this.options.onChoose(unit));
        const drawn = drawnAs(scores.known[unit], items, scores.mostKnown);
        const at = step(scores.score[unit], items);
        return h("tr", {},
          h("th", { scope: "row" }, choose),
          level === "cell" && h("td", {}, within(unit)),
          h("td", { class: "n" }, h("span", {
            class: drawn === "hole" ? "year-square missing" : `year-square step-${at}${at >= deepFrom ? " deep" : ""}${drawn === "partly" ? " partly" : ""}`,
          }, drawn === "hole" ? "?" : String(scores.score[unit]))),
          h("td", { class: "n" }, t("map.knownOf", { known: scores.known[unit], items })),
          ...scores.items.map((item) => cell(item, unit)));
      })));
    this.options.element.replaceChildren(h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t(`map.tableCaption.${level}`, { first: first + 1, last: first + shown.length, all: number(order.length, 0) }) }, table), this.paging(pages));
  }

  private paging(pages: number): HTMLElement {
    const button = (label: string, page: number) => {
      const found = h("button", { type: "button", class: "button button-line" }, label);
      found.disabled = page < 1 || page > pages;
      found.addEventListener("click", () => this.options.onPage(page));
      return found;
    };
    return h("div", { class: "paging" },
      button(t("map.previous"), this.page - 1),
      h("p", {}, t("map.page", { page: this.page, pages })),
      button(t("map.next"), this.page + 1));
  }
}

/** Highest score first, then fewest missing, then the order of the grid. */
function sorted(scores: Scores): number[] {
  const order = Array.from({ length: scores.units }, (_, unit) => unit);
  return order.sort((a, b) => scores.score[b] - scores.score[a] || scores.known[b] - scores.known[a] || a - b);
}

function cell(scored: ItemScore, unit: number): HTMLElement {
  const { item } = scored;
  const state = scored.state[unit];
  if (state === missing) {
    return h("td", { class: "n hole" }, t("map.missing"), h("span", { class: "twin-why" }, t(`hole.${holeOf(scored, unit)}`)));
  }
  const values = item.combine === "any"
    ? scored.parts.map((part, at) => (part.hole[unit] === "" ? withUnit(part.value[unit], item.parts[at].decimals, item.parts[at].unit) : t("map.missing")))
    : [withUnit(valueOf(scored, unit), item.parts[0].decimals, item.parts[0].unit)];
  const over = state === 1;
  return h("td", { class: over ? "n twin-over" : "n" },
    over && h("span", { class: "reason-mark reason-over", "aria-hidden": "true" }, "1"),
    h("span", { class: "twin-values" }, ...values.map((value) => h("span", { class: "twin-value" }, value))),
    h("span", { class: "unseen" }, t(over ? "map.stateOver" : "map.stateUnder")));
}
