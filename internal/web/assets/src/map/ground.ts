// The grid of a place, decoded once: which cells there are, which areas have a
// share in each, and where they lie.
import type { Area, GroundDocument } from "./contract";

export interface Layer {
  level: string;
  areas: Area[];
  /** The shares of cell c are start[c] … start[c+1]-1 of index and weight. */
  start: Uint32Array;
  index: Uint16Array;
  weight: Uint32Array;
}

export interface Ground {
  document: GroundDocument;
  cells: number;
  q: Int32Array;
  r: Int32Array;
  inside: Uint32Array;
  layers: Layer[];
}

export function bytes(base64: string | null): Uint8Array {
  const text = atob(base64 ?? "");
  const found = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) found[at] = text.charCodeAt(at);
  return found;
}

function words32(base64: string | null): Uint32Array {
  const raw = bytes(base64);
  const view = new DataView(raw.buffer);
  const found = new Uint32Array(raw.length / 4);
  for (let at = 0; at < found.length; at++) found[at] = view.getUint32(4 * at, true);
  return found;
}

function words16(base64: string | null): Uint16Array {
  const raw = bytes(base64);
  const view = new DataView(raw.buffer);
  const found = new Uint16Array(raw.length / 2);
  for (let at = 0; at < found.length; at++) found[at] = view.getUint16(2 * at, true);
  return found;
}

export function decode(document: GroundDocument): Ground {
  const runs = document.runs ?? [];
  const cells = runs.reduce((sum, run) => sum + run[2], 0);
  const q = new Int32Array(cells);
  const r = new Int32Array(cells);
  let cell = 0;
  for (const [row, first, length] of runs) {
    for (let at = 0; at < length; at++, cell++) {
      q[cell] = first + at;
      r[cell] = row;
    }
  }
  const layers = (document.layers ?? []).map((layer): Layer => {
    const counts = bytes(layer.counts);
    const start = new Uint32Array(cells + 1);
    for (let c = 0; c < cells; c++) start[c + 1] = start[c] + counts[c];
    return { level: layer.level, areas: layer.areas, start, index: words16(layer.indices), weight: words32(layer.weights) };
  });
  return { document, cells, q, r, inside: words32(document.inside), layers };
}

export function layerOf(ground: Ground, level: string): Layer | undefined {
  return ground.layers.find((layer) => layer.level === level);
}

/** The area with the largest share in each cell; the first of equals; -1 for none. */
export function largestShares(ground: Ground, layer: Layer): Int32Array {
  const found = new Int32Array(ground.cells).fill(-1);
  for (let c = 0; c < ground.cells; c++) {
    let most = 0;
    for (let s = layer.start[c]; s < layer.start[c + 1]; s++) {
      if (layer.weight[s] > most) {
        most = layer.weight[s];
        found[c] = layer.index[s];
      }
    }
  }
  return found;
}
