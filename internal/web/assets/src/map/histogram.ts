// The small distribution behind a threshold: how many cells have which value.
// The part that counts is dark.
import { s } from "../shared/dom";
import type { Cut } from "./contract";

const bins = 28;
const width = 280;
const height = 30;

export class Histogram {
  readonly element: SVGSVGElement;
  private readonly pale: SVGPathElement;
  private readonly dark: SVGPathElement;
  private readonly mark: SVGPathElement;
  private readonly count = new Float64Array(bins);
  low = 0;
  high = 1;
  private most = 1;

  constructor() {
    this.pale = s("path", { class: "bar" });
    this.dark = s("path", { class: "bar-counts" });
    this.mark = s("path", { class: "bar-example" });
    this.element = s("svg", { viewBox: `0 0 ${width} ${height + 9}`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
      this.pale, this.dark, s("path", { class: "bar-axis", d: `M0 ${height}H${width}` }), this.mark);
  }

  /** Sorts the values into bins; the reach is widened to whole steps. */
  fill(values: Iterable<number>, step: number, include: number[]): void {
    const known = [...values].filter((value) => !Number.isNaN(value));
    let low = Infinity, high = -Infinity;
    for (const value of known) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    for (const value of include) {
      low = Math.min(low, value - step);
      high = Math.max(high, value + step);
    }
    this.low = Math.floor(low / step - 1e-9) * step;
    this.high = Math.ceil(high / step + 1e-9) * step;
    this.count.fill(0);
    for (const value of known) this.count[Math.min(bins - 1, Math.floor(((value - this.low) / (this.high - this.low)) * bins))]++;
    // The square root keeps small numbers of cells in sight beside large ones.
    this.most = Math.max(1, ...this.count);
  }

  /** The share of the width at which a value lies, from 0 to 1. */
  share(value: number): number {
    return Math.min(1, Math.max(0, (value - this.low) / (this.high - this.low)));
  }

  valueAt(share: number): number {
    return this.low + share * (this.high - this.low);
  }

  draw(cut: Cut, example: number | undefined): void {
    const split = this.share(cut.threshold) * width;
    const [first, last] = cut.side === "from" ? [split, width] : [0, split];
    this.dark.setAttribute("d", this.bars(first, last));
    this.pale.setAttribute("d", cut.side === "from" ? this.bars(0, split) : this.bars(split, width));
    const at = example === undefined ? -1 : this.share(example) * width;
    this.mark.setAttribute("d", at < 0 ? "" : `M${at.toFixed(1)} ${height + 2}l4.5 7h-9z`);
  }

  private bars(from: number, to: number): string {
    const each = width / bins;
    let path = "";
    for (let bin = 0; bin < bins; bin++) {
      const left = Math.max(from, bin * each + 0.5);
      const right = Math.min(to, (bin + 1) * each - 0.5);
      if (right - left < 0.2 || this.count[bin] === 0) continue;
      const tall = Math.max(1.5, Math.sqrt(this.count[bin] / this.most) * (height - 2));
      path += `M${left.toFixed(1)} ${height}V${(height - tall).toFixed(1)}H${right.toFixed(1)}V${height}z`;
    }
    return path;
  }
}
