// The panel that takes one score apart: which items count and why, with
// source, year, sort and the area that each figure was made for.
import { h } from "../shared/dom";
import { number, t, withUnit } from "../shared/words";
import type { Item, Part } from "./contract";
import { bytes, type Ground, layerOf } from "./ground";
import { scoreHexagon } from "./legend";
import { deepFrom, step } from "./palette";
import { countsNot, counts, drawnAs, type ItemScore, missing, type Scores, valueOf } from "./score";
import { decimals, thresholdWords } from "./threshold";

/** What is taken apart: a cell, or an area of a level. */
export interface Unit {
  level: string;
  index: number;
  title: Node; // "Vakje 301, −533, buurt Riel"
}

export interface YearScore {
  year: number;
  score: number;
  known: number;
  drawn: "hole" | "partly" | "whole";
}

/** A part of the panel that another issue can add: what residents say, what is planned. */
export type PanelSection = (unit: Unit) => Node | undefined;
export const sections: PanelSection[] = [];

export class CellPanel {
  private readonly years = h("div", { class: "years" });
  private body = h("div");

  constructor(private readonly element: HTMLElement, private readonly ground: Ground, private readonly onClose: () => void) {
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") onClose();
    });
  }

  close(): void {
    this.element.hidden = true;
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  show(unit: Unit, scores: Scores): void {
    const { score, known, items } = read(scores, unit.index);
    const drawn = drawnAs(known, items, scores.mostKnown);
    const close = h("button", { type: "button", class: "panel-close", "aria-label": t("map.close") }, cross());
    close.addEventListener("click", this.onClose);
    const reasons = h("table", { class: "reasons" },
      h("caption", { class: "unseen" }, t("map.reasons")),
      h("thead", {}, h("tr", {},
        h("th", { scope: "col" }, h("span", { class: "unseen" }, t("map.counts"))),
        h("th", { scope: "col" }, t("map.why")), h("th", { scope: "col", class: "n" }, t("map.here")), h("th", { scope: "col", class: "n" }, t("map.threshold")))),
      h("tbody", {}, ...scores.items.flatMap((item) => this.reason(unit, item))));
    this.body = h("div", { class: "cell-body" },
      h("div", { class: "cell-top" }, h("p", { class: "cell-name" }, unit.title), close),
      h("div", { class: "cell-score" },
        scoreHexagon(score, items, drawn, 78),
        h("div", {}, h("h2", {}, heading(score, known, items)), h("p", {}, summary(score, known, items)), this.years)),
      reasons,
      h("p", { class: "cell-note" }, t("map.notMeasured")),
      ...notices(scores).map((notice) => h("p", { class: "cell-note" }, notice)));
    for (const section of sections) {
      const found = section(unit);
      if (found) this.body.append(h("section", { class: "cell-section" }, found));
    }
    this.element.replaceChildren(this.body);
    this.element.hidden = false;
  }

  /** The scores of the other years, as they come in. */
  showYears(list: YearScore[], items: number): void {
    this.years.replaceChildren(...list.flatMap(({ year, score, drawn }) => {
      const at = step(score, items);
      const square = h("span", {
        class: drawn === "hole" ? "year-square missing" : `year-square step-${at}${at >= deepFrom ? " deep" : ""}${drawn === "partly" ? " partly" : ""}`,
      }, drawn === "hole" ? "?" : String(score));
      return [h("span", { class: "year" }, square, h("span", { "aria-hidden": "true" }, `’${String(year).slice(2)}`), h("span", { class: "unseen" }, ` ${t("map.inYear", { year })}. `))];
    }));
  }

  private reason(unit: Unit, scored: ItemScore): HTMLElement[] {
    const { item } = scored;
    const state = scored.state[unit.index];
    const mark = h("span", { class: `reason-mark reason-${["under", "over", "hole"][state]}` },
      h("span", { "aria-hidden": "true" }, ["0", "1", "?"][state]),
      h("span", { class: "unseen" }, t(state === counts ? "map.stateOver" : state === countsNot ? "map.stateUnder" : "map.stateHole")));
    return [
      h("tr", { class: "reason" },
        h("td", {}, mark),
        h("th", { scope: "row" }, h("span", { class: `mark mark-${item.domain}`, "aria-hidden": "true" }), item.short || item.name),
        h("td", { class: "n" }, ...here(scored, unit.index)),
        h("td", { class: "n threshold" }, ...cuts(item))),
      h("tr", { class: "reason-more" },
        h("td"),
        h("td", { colspan: "3" }, ...item.parts.flatMap((part, at) => this.about(unit, scored, part, at)))),
    ];
  }

  /** Source, year and sort of a part, the areas it was made for, and what is remarkable. */
  private about(unit: Unit, scored: ItemScore, part: Part, at: number): HTMLElement[] {
    const several = scored.item.parts.length > 1;
    const lines: HTMLElement[] = [];
    const hole = scored.parts[at].hole[unit.index];
    if (part.period === 0) {
      lines.push(h("span", { class: "reason-about" }, several && `${part.name}: `, t("map.noFigures")));
      return lines;
    }
    const source = t(part.assumed ? "map.sourceAssumed" : "map.source", { source: part.source, period: part.period, sort: part.sortText });
    const link = part.url ? h("a", { href: part.url, rel: "external noreferrer" }, source) : source;
    lines.push(h("span", { class: "reason-about" }, several && `${part.name}: `, link, ". ", this.support(unit, part)));
    if (hole !== "") lines.push(h("span", { class: "reason-hole" }, several ? `${part.name}: ` : "", t("map.missingBecause", { reason: t(`hole.${hole}`) })));
    const border = this.border(unit, part);
    if (border) lines.push(h("span", { class: "reason-about" }, border));
    return lines;
  }

  /** "cijfer van de buurt Riel, niet per vakje gemeten", or the shares of several areas. */
  private support(unit: Unit, part: Part): string {
    const layer = layerOf(this.ground, part.support);
    if (unit.level !== "cell") {
      const own = (part.columns ?? []).some((column) => column.level === unit.level);
      return own ? t("map.ownFigure") : t("map.meanOfCells", { support: part.supportText });
    }
    if (!layer) return "";
    const shares = [];
    for (let at = layer.start[unit.index]; at < layer.start[unit.index + 1]; at++) {
      shares.push({ name: layer.areas[layer.index[at]].name, weight: layer.weight[at] });
    }
    if (shares.length === 0) return "";
    if (shares.length === 1) return t("map.supportOne", { support: part.supportText, name: shares[0].name });
    const all = shares.reduce((sum, share) => sum + share.weight, 0);
    const list = shares.sort((a, b) => b.weight - a.weight)
      .map((share) => `${share.name} ${number((100 * share.weight) / all, share.weight / all < 0.01 ? 1 : 0)}\u00a0%`).join(", ");
    return t("map.supportSeveral", { support: part.supportText, list });
  }

  /** What is to be said of the borders on which a figure was made. */
  private border(unit: Unit, part: Part): string {
    const level = unit.level === "cell" ? part.support : unit.level;
    const layer = layerOf(this.ground, level);
    const column = (part.columns ?? []).find((c) => c.level === level);
    if (!layer || !column) return "";
    const borders = typeof column.borders === "string" ? bytes(column.borders) : (column.borders ?? []);
    const areas = unit.level === "cell" ? [...layer.index.slice(layer.start[unit.index], layer.start[unit.index + 1])] : [unit.index];
    const worst = Math.max(0, ...areas.filter((area) => column.values[area] !== null).map((area) => borders[area] ?? 0));
    return worst === 0 ? "" : t(`border.${worst}`, { year: this.ground.document.boundaryYear });
  }
}

/** What the publishers want readers to know, each once. */
function notices(scores: Scores): string[] {
  return [...new Set(scores.items.flatMap(({ item }) => item.parts.map((part) => part.notice ?? "")))].filter((notice) => notice !== "");
}

function read(scores: Scores, unit: number): { score: number; known: number; items: number } {
  return { score: scores.score[unit], known: scores.known[unit], items: scores.items.length };
}

/** "6 van 8 tellen mee", or "3 van 6 bekend tellen mee". */
export function heading(score: number, known: number, items: number): string {
  if (known === 0) return t("map.nothingKnown");
  if (known < items) return t("map.scoreKnown", { n: score, score, known });
  return t("map.scoreAll", { n: score, score, items });
}

export function summary(score: number, known: number, items: number): string {
  const parts = [known === score && known > 0 ? t("map.allCount") : t("map.countNot", { n: known - score })];
  if (known < items) parts.push(t("map.countMissing", { n: items - known }));
  return parts.join(", ");
}

function here(scored: ItemScore, unit: number): (Node | string)[] {
  const { item } = scored;
  if (item.combine === "any") {
    return scored.parts.map((part, at) => h("span", { class: part.hole[unit] === "" ? "reason-value" : "reason-value hole" },
      part.hole[unit] === "" ? withUnit(part.value[unit], item.parts[at].decimals, item.parts[at].unit) : t("map.missing")));
  }
  const value = valueOf(scored, unit);
  if (Number.isNaN(value)) return [h("span", { class: "hole" }, t("map.missing"))];
  const shown = breakable(withUnit(value, item.parts[0].decimals, item.parts[0].unit));
  if (scored.state[unit] === missing) return [h("span", { class: "hole" }, t("map.atLeast", { value: shown }))];
  return [h("strong", {}, shown)];
}

function cuts(item: Item): (Node | string)[] {
  if (item.combine === "any") {
    return item.parts.map((part) => h("span", { class: "reason-value" }, part.cut ? withUnit(part.cut.threshold, decimals(part.cut), part.unit) : ""));
  }
  return [item.cut ? h("span", { title: thresholdWords(item.cut, item.parts[0]) }, breakable(withUnit(item.cut.threshold, decimals(item.cut), item.parts[0].unit))) : ""];
}

/** Lets a long unit go to the next line. */
function breakable(text: string): string {
  return text.length > 9 ? text.replace("\u00a0", " ") : text;
}

function cross(): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", "20");
  svg.setAttribute("height", "20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "m4.5 4.5 11 11M15.5 4.5l-11 11");
  svg.append(path);
  return svg;
}
