// The legend is the histogram of the scores, so that it says both what a
// colour means and how much of it there is.
import { h, s } from "../shared/dom";
import { number, t } from "../shared/words";
import { deepFrom, step } from "./palette";
import { drawnAs, type Scores } from "./score";

export interface Tally {
  counts: number[]; // by score
  holes: number;
  partly: number; // of counts, those of which less is known
  items: number;
  mostKnown: number;
}

export function tally(scores: Scores): Tally {
  const items = scores.items.length;
  const found: Tally = { counts: new Array<number>(items + 1).fill(0), holes: 0, partly: 0, items, mostKnown: scores.mostKnown };
  for (let u = 0; u < scores.units; u++) {
    const drawn = drawnAs(scores.known[u], items, scores.mostKnown);
    if (drawn === "hole") found.holes++;
    else {
      found.counts[scores.score[u]]++;
      if (drawn === "partly") found.partly++;
    }
  }
  return found;
}

/** Which units a legend counts, in words: vakjes, buurten, wijken. */
export type Units = "cell" | "neighbourhood" | "district";

export class Legend {
  private readonly bars: HTMLElement[] = [];
  private readonly numbers: HTMLElement[] = [];
  private readonly title: HTMLElement;
  private readonly subtitle: HTMLElement;
  private readonly ends: HTMLElement;
  private readonly list: HTMLElement;
  private shape = "";

  constructor(element: HTMLElement) {
    this.title = h("strong", {}, t("map.legendTitle"));
    this.subtitle = h("span");
    this.list = h("ul", { class: "legend-bars" });
    this.ends = h("p", { class: "legend-ends" });
    element.replaceChildren(h("p", { class: "legend-head" }, this.title, " ", this.subtitle), this.list, this.ends);
    element.hidden = false;
  }

  show(scores: Scores, units: Units): void {
    const found = tally(scores);
    const shown = Math.max(1, found.mostKnown);
    const shape = `${found.items} ${shown}`;
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(found.items, shown);
    }
    const most = Math.max(1, ...found.counts, found.holes);
    [...found.counts.slice(0, shown + 1), found.holes].forEach((count, at) => {
      // the root keeps a few cells in sight beside a thousand
      this.bars[at].style.height = `${(100 * Math.sqrt(count / most)).toFixed(1)}%`;
      this.bars[at].classList.toggle("none", count === 0);
      this.numbers[at].textContent = t(`map.legend.${units}`, { n: count, count: number(count, 0) });
      this.bars[at].parentElement!.parentElement!.title = this.numbers[at].textContent;
    });
    this.subtitle.textContent = found.mostKnown < found.items
      ? t(`map.legendKnown.${units}`, { known: found.mostKnown })
      : t(`map.legendPer.${units}`);
    this.ends.replaceChildren(...[
      h("span", {}, t("map.legendLow")),
      h("span", {}, shown === found.items ? t("map.legendHigh", { items: found.items }) : t("map.legendOf", { known: shown })),
      found.partly > 0 && h("span", { class: "legend-partly" }, h("i"), t("map.legendPartly")),
    ].filter((part) => part !== false));
  }

  private build(items: number, shown: number): void {
    this.bars.length = 0;
    this.numbers.length = 0;
    const columns: HTMLElement[] = [];
    for (let score = 0; score <= shown; score++) {
      const at = step(score, items);
      columns.push(this.column(`step-${at}${at >= deepFrom ? " deep" : ""}`, String(score)));
    }
    columns.push(this.column("missing", t("map.missing")));
    this.list.replaceChildren(...columns);
  }

  private column(kind: string, label: string): HTMLElement {
    const bar = h("span", { class: "legend-bar" });
    const count = h("span", { class: "unseen" });
    this.bars.push(bar);
    this.numbers.push(count);
    return h("li", { class: kind }, h("span", { class: "legend-room", "aria-hidden": "true" }, bar), h("span", { class: "legend-digit" }, label), count);
  }
}

/** The hexagon with a score, as in the panel and on paper. */
export function scoreHexagon(score: number, items: number, drawn: "hole" | "partly" | "whole", size: number): SVGSVGElement {
  const at = step(score, items);
  const className = drawn === "hole" ? "hexagon missing" : `hexagon step-${at}${at >= deepFrom ? " deep" : ""}${drawn === "partly" ? " partly" : ""}`;
  const svg = s("svg", { class: className, viewBox: "-46 -51 92 102", width: size, height: size * 1.1, "aria-hidden": "true", focusable: "false" },
    s("path", { class: "hexagon-fill", d: "M0-48 41.6-24V24L0 48-41.6 24V-24z" }),
    drawn !== "whole" && s("path", { class: "hexagon-hatch", d: hatchPath() }),
    s("path", { class: "hexagon-rim", d: "M0-48 41.6-24V24L0 48-41.6 24V-24z" }),
    s("text", { class: "hexagon-digit", x: 0, y: 15, "text-anchor": "middle" }, drawn === "hole" ? "?" : String(score)));
  return svg;
}

/** Lines of 45° that stay within the hexagon, so no clip path is needed. */
function hatchPath(): string {
  let path = "";
  for (let k = -80; k <= 80; k += 9) {
    let first: [number, number] | undefined;
    let last: [number, number] | undefined;
    for (let x = -41; x <= 41; x++) {
      const y = x - k;
      if (Math.abs(y) <= 47 - Math.abs(x) * 0.577) {
        first ??= [x, y];
        last = [x, y];
      }
    }
    if (first && last) path += `M${first[0]} ${-first[1]}L${last[0]} ${-last[1]}`;
  }
  return path;
}
