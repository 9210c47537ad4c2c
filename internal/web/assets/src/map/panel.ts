// The panel of thresholds: one control for each cut of the map set.
import { byId, h } from "../shared/dom";
import { t } from "../shared/words";
import type { Cut, Values } from "./contract";
import { type Scores, valueOf } from "./score";
import { Threshold } from "./threshold";

interface Line {
  threshold: Threshold;
  item: number;
  part: number; // -1 when the threshold is the item's
}

export class Panel {
  private lines: Line[] = [];
  private readonly back = byId<HTMLAnchorElement>("drempels-terug");

  constructor(private readonly root: HTMLElement, private readonly onMove: (item: number) => void) {
    this.back.setAttribute("role", "button");
    this.back.addEventListener("click", (event) => {
      event.preventDefault();
      for (const { threshold } of this.lines) threshold.reset();
    });
    this.back.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      this.back.click();
    });
  }

  /** Puts the reader's thresholds into the values, before they are scored. */
  static apply(values: Values, moved: Map<string, number>): Map<string, number> {
    const own = new Map<string, number>();
    for (const item of values.items) {
      const take = (name: string, cut: Cut | undefined) => {
        if (!cut) return;
        own.set(name, cut.threshold);
        cut.threshold = moved.get(name) ?? cut.threshold;
      };
      if (item.combine === "any") for (const part of item.parts) take(`${item.id}.${part.indicator}`, part.cut);
      else take(item.id, item.cut);
    }
    return own;
  }

  /** Ties the controls to the values of a year. */
  bind(values: Values, own: Map<string, number>, scores: Scores): void {
    this.lines = [];
    values.items.forEach((item, at) => {
      const element = this.root.querySelector<HTMLElement>(`[data-item="${CSS.escape(item.id)}"]`);
      if (!element) return;
      for (const one of element.querySelectorAll<HTMLElement>(".cut-one")) {
        const several = item.combine === "any";
        const partAt = several ? Number(one.dataset.part) : 0;
        const part = item.parts[partAt];
        const cut = several ? part?.cut : item.cut;
        if (!part || !cut) continue;
        const fresh = one.cloneNode(true) as HTMLElement; // sheds the listeners of the former year
        one.replaceWith(fresh);
        const threshold = new Threshold({ element: fresh, item, part, cut, own: own.get(fresh.dataset.cut ?? "") ?? cut.threshold, onMove: () => this.moved(at) });
        const scored = scores.items[at];
        const found = Array.from({ length: scores.units }, (_, unit) => (several ? scored.parts[partAt].value[unit] : valueOf(scored, unit)));
        threshold.fill(found);
        if (!found.some((value) => !Number.isNaN(value))) {
          fresh.classList.add("cut-empty");
          fresh.querySelector(".cut-chart")!.append(h("span", { class: "cut-none" }, t("map.noFigures")));
        }
        this.lines.push({ threshold, item: at, part: several ? partAt : -1 });
      }
    });
    this.showBack();
  }

  /** The thresholds that differ from the set's own. */
  thresholds(): Map<string, number> {
    return new Map(this.lines.filter(({ threshold }) => threshold.moved).map(({ threshold }) => [threshold.name, threshold.value]));
  }

  private moved(item: number): void {
    this.showBack();
    this.onMove(item);
  }

  private showBack(): void {
    this.back.classList.toggle("idle", !this.lines.some(({ threshold }) => threshold.moved));
  }
}
