// One threshold of the panel: a field to type in, and over the distribution a
// handle that is dragged or stepped by key.
import { h, s } from "../shared/dom";
import { number, readNumber, t, withUnit } from "../shared/words";
import type { Cut, Item, Part } from "./contract";
import { Histogram } from "./histogram";
import { rounded } from "./score";

export interface ThresholdOptions {
  element: HTMLElement; // .cut-one
  item: Item;
  part: Part; // gives unit and decimals
  cut: Cut; // moved in place
  own: number; // the map set's own threshold
  onMove(): void;
}

export class Threshold {
  readonly name: string;
  private readonly histogram = new Histogram();
  private readonly handle: HTMLElement;
  private readonly bubble: HTMLElement;
  private readonly input: HTMLInputElement;
  private dragging = false;

  constructor(private readonly options: ThresholdOptions) {
    const { element, item, part } = options;
    this.name = element.dataset.cut ?? "";
    this.input = element.querySelector("input")!;
    this.bubble = h("span", { class: "cut-bubble", "aria-hidden": "true" });
    const label = item.combine === "any" ? `${item.name}, ${part.name}` : item.name;
    this.handle = h("div", { class: "cut-handle", role: "slider", tabindex: "0", "aria-label": t("map.thresholdOf", { name: label }) },
      s("svg", { viewBox: "0 0 20 24", width: 20, height: 24, "aria-hidden": "true", focusable: "false" },
        s("path", { class: "grip", d: "M7.5 7.5h.01M12.5 7.5h.01M7.5 12h.01M12.5 12h.01M7.5 16.5h.01M12.5 16.5h.01" })),
      this.bubble);
    const chart = element.querySelector<HTMLElement>(".cut-chart")!;
    chart.replaceChildren(this.histogram.element, this.handle);
    this.listen(chart);
  }

  /** Shows the distribution of the values of this year. */
  fill(values: Iterable<number>): void {
    const { cut, own } = this.options;
    this.histogram.fill(values, cut.step, [cut.threshold, own]);
    this.handle.setAttribute("aria-valuemin", String(rounded(this.histogram.low)));
    this.handle.setAttribute("aria-valuemax", String(rounded(this.histogram.high)));
    this.show();
  }

  get moved(): boolean {
    return this.options.cut.threshold !== this.options.own;
  }

  get value(): number {
    return this.options.cut.threshold;
  }

  reset(): void {
    this.set(this.options.own);
  }

  /** "vanaf 48 %" */
  words(): string {
    const { cut, part } = this.options;
    return thresholdWords(cut, part);
  }

  private set(value: number): void {
    const next = rounded(value);
    if (next === this.options.cut.threshold || !Number.isFinite(next)) {
      this.show();
      return;
    }
    this.options.cut.threshold = next;
    this.show();
    this.options.onMove();
  }

  /** Whole steps away from the set's own threshold, so that it can be found back. */
  private snap(value: number): number {
    const { cut, own } = this.options;
    return own + Math.round((value - own) / cut.step) * cut.step;
  }

  private show(): void {
    const { cut, part, own } = this.options;
    this.histogram.draw(cut, cut.example ? own : undefined);
    this.handle.style.left = `${(100 * this.histogram.share(cut.threshold)).toFixed(3)}%`;
    this.handle.setAttribute("aria-valuenow", String(cut.threshold));
    const words = this.words();
    this.handle.setAttribute("aria-valuetext", cut.example && !this.moved ? `${words}, ${t("map.example")}` : words);
    this.bubble.textContent = `← ${withUnit(cut.threshold, decimals(cut), part.unit)} →`;
    if (document.activeElement !== this.input) {
      this.input.value = number(cut.threshold, decimals(cut));
      this.input.size = Math.max(2, this.input.value.length);
    }
    this.options.element.classList.toggle("cut-moved", this.moved);
  }

  private listen(chart: HTMLElement): void {
    const { cut } = this.options;
    this.handle.addEventListener("keydown", (event) => {
      const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
      if (event.key in steps) this.set(cut.threshold + steps[event.key] * cut.step);
      else if (event.key === "Home") this.set(this.histogram.low);
      else if (event.key === "End") this.set(this.histogram.high);
      else return;
      event.preventDefault();
    });
    const follow = (event: PointerEvent) => {
      const box = chart.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      this.set(this.snap(this.histogram.valueAt(share)));
    };
    chart.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.dragging = true;
      chart.setPointerCapture(event.pointerId);
      this.handle.classList.add("dragged");
      this.handle.focus({ preventScroll: true });
      follow(event);
      event.preventDefault();
    });
    chart.addEventListener("pointermove", (event) => this.dragging && follow(event));
    for (const end of ["pointerup", "pointercancel"]) {
      chart.addEventListener(end, () => {
        this.dragging = false;
        this.handle.classList.remove("dragged");
      });
    }
    this.input.addEventListener("input", () => {
      const value = readNumber(this.input.value);
      const wrong = !Number.isFinite(value);
      this.input.setAttribute("aria-invalid", String(wrong));
      if (!wrong) this.set(value);
    });
    this.input.addEventListener("blur", () => {
      this.input.removeAttribute("aria-invalid");
      this.show();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        this.input.value = "";
        this.set(cut.threshold + (event.key === "ArrowUp" ? cut.step : -cut.step));
        this.input.value = number(cut.threshold, decimals(cut));
      }
      if (event.key === "Enter") event.preventDefault();
    });
  }
}

/** As many decimals as the threshold and its step need. */
export function decimals(cut: Cut): number {
  const needs = (value: number) => (String(rounded(value)).split(".")[1] ?? "").length;
  return Math.max(needs(cut.threshold), needs(cut.step));
}

export function thresholdWords(cut: Cut, part: Part): string {
  const value = withUnit(cut.threshold, decimals(cut), part.unit);
  return `${t(cut.side === "from" ? "map.from" : "map.upTo")} ${value}`;
}
