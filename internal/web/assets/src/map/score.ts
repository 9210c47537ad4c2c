// Scoring, pure: figures of areas in, scores of cells or areas out. The server
// scores by the same rules (internal/healthmap); both are held against
// internal/healthmap/testdata/score_cases.json.
import type { Cut, Item, Part, Values } from "./contract";
import { type Ground, type Layer, layerOf } from "./ground";

/** A reading for each unit (cell or area): NaN where there is a hole. */
export interface Readings {
  value: Float64Array;
  hole: string[]; // reason by unit; "" where there is a value
}

export const counts = 1;
export const countsNot = 0;
export const missing = 2;

/** What one item says of each unit, with the present thresholds. */
export interface ItemScore {
  item: Item;
  parts: Readings[];
  state: Uint8Array; // counts, countsNot or missing
}

/** The value that is compared: differences below a millionth are noise. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function passes(cut: Cut, value: number): boolean {
  const compared = rounded(value);
  return cut.side === "from" ? compared >= cut.threshold : compared <= cut.threshold;
}

function empty(units: number, reason: string): Readings {
  return { value: new Float64Array(units).fill(NaN), hole: new Array<string>(units).fill(reason) };
}

/** The readings of a part for every cell, from the column of its support. */
export function cellReadings(ground: Ground, part: Part): Readings {
  const found = empty(ground.cells, "not-loaded");
  const column = (part.columns ?? []).find((c) => c.level === part.support);
  const layer = layerOf(ground, part.support);
  if (!column || !layer) return found;
  for (let c = 0; c < ground.cells; c++) {
    let sum = 0;
    let known = 0;
    let most = 0;
    let reason = "no-area";
    for (let s = layer.start[c]; s < layer.start[c + 1]; s++) {
      const area = layer.index[s];
      const weight = layer.weight[s];
      const value = column.values[area];
      if (value !== null) {
        sum += weight * value;
        known += weight;
      }
      if (weight > most) {
        most = weight;
        reason = column.holes[area] || "not-loaded";
      }
    }
    if (known > 0 && 2 * known >= ground.inside[c]) {
      found.value[c] = sum / known;
      found.hole[c] = "";
    } else {
      found.hole[c] = known > 0 ? "partly-unknown" : reason;
    }
  }
  return found;
}

/**
 * The readings of a part for every area of a level: its own published column
 * when there is one, else the mean of its cells by their share.
 */
export function areaReadings(ground: Ground, layer: Layer, part: Part, cells: Readings): Readings {
  const areas = layer.areas.length;
  const found = empty(areas, "not-loaded");
  const own = (part.columns ?? []).find((c) => c.level === layer.level);
  if (own) {
    for (let a = 0; a < areas; a++) {
      const value = own.values[a];
      found.value[a] = value ?? NaN;
      found.hole[a] = value === null ? own.holes[a] || "not-loaded" : "";
    }
    return found;
  }
  const sum = new Float64Array(areas);
  const known = new Float64Array(areas);
  const whole = new Float64Array(areas);
  const most = new Float64Array(areas);
  const reason = new Array<string>(areas).fill("no-area");
  for (let c = 0; c < ground.cells; c++) {
    for (let s = layer.start[c]; s < layer.start[c + 1]; s++) {
      const area = layer.index[s];
      const weight = layer.weight[s];
      whole[area] += weight;
      if (cells.hole[c] === "") {
        sum[area] += weight * cells.value[c];
        known[area] += weight;
      }
      if (weight > most[area]) {
        most[area] = weight;
        reason[area] = cells.hole[c];
      }
    }
  }
  for (let a = 0; a < areas; a++) {
    if (known[a] > 0 && 2 * known[a] >= whole[a]) {
      found.value[a] = sum[a] / known[a];
      found.hole[a] = "";
    } else {
      found.hole[a] = known[a] > 0 ? "partly-unknown" : reason[a];
    }
  }
  return found;
}

/** Fills state for every unit with the thresholds that the item now has. */
export function judge(score: ItemScore): void {
  const { item, parts, state } = score;
  const single = parts.length === 1 && item.combine !== "any" && item.cut;
  if (single) {
    const { value, hole } = parts[0];
    for (let u = 0; u < state.length; u++) {
      state[u] = hole[u] !== "" ? missing : passes(single, value[u]) ? counts : countsNot;
    }
    return;
  }
  for (let u = 0; u < state.length; u++) {
    let hole = false;
    let passed = false;
    let largest = -Infinity;
    for (let p = 0; p < parts.length; p++) {
      if (parts[p].hole[u] !== "") {
        hole = true;
        continue;
      }
      const value = parts[p].value[u];
      if (item.combine === "any") {
        const cut = item.parts[p].cut;
        passed = passed || (cut !== undefined && passes(cut, value));
      } else if (value > largest) {
        largest = value;
      }
    }
    if (item.combine !== "any" && item.cut && largest > -Infinity) {
      // With a part missing the largest can only be greater: that settles
      // "from" when it passes already, and never settles "to".
      passed = passes(item.cut, largest) && !(hole && item.cut.side === "to");
    }
    state[u] = passed ? counts : hole ? missing : countsNot;
  }
}

/** The reason that an item is missing for a unit: that of its first hole. */
export function holeOf(score: ItemScore, unit: number): string {
  if (score.state[unit] !== missing) return "";
  return score.parts.map((part) => part.hole[unit]).find((reason) => reason !== "") ?? "not-loaded";
}

/** The value that an item is judged by; NaN when it has none or several. */
export function valueOf(score: ItemScore, unit: number): number {
  if (score.item.combine === "any") return NaN;
  let largest = NaN;
  for (const part of score.parts) {
    if (part.hole[unit] === "" && !(part.value[unit] <= largest)) largest = part.value[unit];
  }
  return largest;
}

/** The scores of one level: cells, or the areas of a layer. */
export class Scores {
  readonly items: ItemScore[];
  readonly score: Uint8Array;
  readonly known: Uint8Array;
  /** The most items that are known anywhere on this level. */
  mostKnown = 0;

  constructor(readonly units: number, values: Values, readings: (part: Part) => Readings) {
    this.score = new Uint8Array(units);
    this.known = new Uint8Array(units);
    this.items = (values.items ?? []).map((item) => ({ item, parts: item.parts.map(readings), state: new Uint8Array(units).fill(missing) }));
    for (let at = 0; at < this.items.length; at++) this.update(at);
  }

  /** Judges one item again, after its threshold moved, and corrects the sums. */
  update(at: number): void {
    const score = this.items[at];
    const before = score.state.slice();
    judge(score);
    for (let u = 0; u < this.units; u++) {
      const was = before[u];
      const is = score.state[u];
      if (was === is) continue;
      this.score[u] += (is === counts ? 1 : 0) - (was === counts ? 1 : 0);
      this.known[u] += (is !== missing ? 1 : 0) - (was !== missing ? 1 : 0);
    }
    this.mostKnown = this.known.reduce((most, n) => (n > most ? n : most), 0);
  }
}

/** Scores cells, and areas when they are asked for. */
export class MapScores {
  readonly cells: Scores;
  private readonly areas = new Map<string, Scores>();
  private readonly readings = new Map<Part, Readings>();

  constructor(readonly ground: Ground, readonly values: Values) {
    this.cells = new Scores(ground.cells, values, (part) => {
      const found = cellReadings(ground, part);
      this.readings.set(part, found);
      return found;
    });
  }

  of(level: string): Scores {
    if (level === "cell") return this.cells;
    let found = this.areas.get(level);
    if (!found) {
      const layer = layerOf(this.ground, level);
      if (!layer) return this.cells;
      found = new Scores(layer.areas.length, this.values, (part) => areaReadings(this.ground, layer, part, this.readings.get(part)!));
      this.areas.set(level, found);
    }
    return found;
  }

  update(item: number): void {
    this.cells.update(item);
    for (const scores of this.areas.values()) scores.update(item);
  }
}

/** How a unit is drawn: with how little known it is no longer a colour. */
export function drawnAs(known: number, items: number, mostKnown: number): "hole" | "partly" | "whole" {
  if (2 * known < items || known === 0) return "hole";
  return known < mostKnown ? "partly" : "whole";
}
