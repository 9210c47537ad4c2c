// Walks over the map by keyboard: the arrows go from cell to cell, Enter
// chooses, plus and minus zoom, shift with an arrow moves the map.
import type { Geometry } from "./geometry";

export interface CursorOptions {
  canvas: HTMLElement;
  geometry: Geometry;
  /** The cell to begin with: the one in the middle of the map. */
  begin(): number;
  onMove(cell: number): void;
  onChoose(cell: number): void;
  onEscape(): void;
  onZoom(step: number): void;
  onPan(dx: number, dy: number): void;
}

export class Cursor {
  cell = -1;
  private eastward = true; // up and down go right and left in turn, so a column stays a column

  constructor(private readonly options: CursorOptions) {
    const { canvas } = options;
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.press(event)) event.preventDefault();
    });
    canvas.addEventListener("focus", () => {
      if (canvas.matches(":focus-visible")) this.show(this.cell >= 0 ? this.cell : options.begin());
    });
    canvas.addEventListener("blur", () => options.onMove(-1));
  }

  place(cell: number): void {
    this.cell = cell;
  }

  private press(event: KeyboardEvent): boolean {
    const pan: Record<string, [number, number]> = { ArrowLeft: [-120, 0], ArrowRight: [120, 0], ArrowUp: [0, -120], ArrowDown: [0, 120] };
    if (event.shiftKey && event.key in pan) {
      this.options.onPan(...pan[event.key]);
      return true;
    }
    switch (event.key) {
      case "ArrowLeft": return this.go([2]);
      case "ArrowRight": return this.go([5]);
      case "ArrowUp": return this.upDown(0, 1);
      case "ArrowDown": return this.upDown(4, 3);
      case "Enter":
      case " ":
        if (this.cell >= 0) this.options.onChoose(this.cell);
        return true;
      case "+":
      case "=":
        this.options.onZoom(1);
        return true;
      case "-":
      case "_":
        this.options.onZoom(-1);
        return true;
      case "Escape":
        this.options.onEscape();
        return true;
    }
    return false;
  }

  private upDown(east: number, west: number): boolean {
    const order = this.eastward ? [east, west] : [west, east];
    const went = this.go(order);
    this.eastward = !this.eastward;
    return went;
  }

  private go(sides: number[]): boolean {
    if (this.cell < 0) {
      this.show(this.options.begin());
      return true;
    }
    for (const side of sides) {
      const next = this.options.geometry.neighbour(this.cell, side);
      if (next >= 0) {
        this.show(next);
        break;
      }
    }
    return true; // at the rim the page must not scroll instead
  }

  private show(cell: number): void {
    this.cell = cell;
    this.options.onMove(cell);
  }
}
