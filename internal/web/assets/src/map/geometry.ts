// Where cells lie: the hexagons of the grid, the way from RD metres to
// longitude and latitude and back, and which cell is at a point.
import type { Ground, Layer } from "./ground";
import { largestShares } from "./ground";

const root3 = Math.sqrt(3);

/** Neighbours of a pointy-top hexagon by side; side k lies between corners k and k+1. */
export const sides: readonly (readonly [number, number])[] = [[0, 1], [-1, 1], [-1, 0], [0, -1], [1, -1], [1, 0]];

/** Corners of a hexagon of edge 1, y to the north: at 30°, 90°, … */
export const corners: readonly (readonly [number, number])[] = [
  [root3 / 2, 0.5], [0, 1], [-root3 / 2, 0.5], [-root3 / 2, -0.5], [0, -1], [root3 / 2, -0.5],
];

export type LonLat = [number, number];
export type Bounds = [number, number, number, number]; // west, south, east, north

export class Geometry {
  readonly x: Float64Array; // RD metres of each centre
  readonly y: Float64Array;
  readonly edge: number;
  private readonly at = new Map<number, number>();
  private readonly largest = new Map<string, Int32Array>();

  constructor(readonly ground: Ground) {
    const { edge, originX, originY } = ground.document.grid;
    this.edge = edge;
    this.x = new Float64Array(ground.cells);
    this.y = new Float64Array(ground.cells);
    for (let c = 0; c < ground.cells; c++) {
      const q = ground.q[c];
      const r = ground.r[c];
      this.x[c] = originX + edge * root3 * (q + r / 2);
      this.y[c] = originY + edge * 1.5 * r;
      this.at.set(key(q, r), c);
    }
  }

  /** The cell at grid coordinates; -1 when it is not of this place. */
  cell(q: number, r: number): number {
    return this.at.get(key(q, r)) ?? -1;
  }

  neighbour(cell: number, side: number): number {
    const [dq, dr] = sides[side];
    return this.cell(this.ground.q[cell] + dq, this.ground.r[cell] + dr);
  }

  corner(cell: number, k: number): LonLat {
    const [dx, dy] = corners[k % 6];
    return this.toLonLat(this.x[cell] + dx * this.edge, this.y[cell] + dy * this.edge);
  }

  toLonLat(x: number, y: number): LonLat {
    const { x0, y0, lon, lat } = this.ground.document.project;
    const u = (x - x0) / 10000;
    const v = (y - y0) / 10000;
    return [polynomial(lon, u, v), polynomial(lat, u, v)];
  }

  /** The way back by Newton's method; three steps bring it below a millimetre. */
  toRD([lon, lat]: LonLat): [number, number] {
    const p = this.ground.document.project;
    let u = (lon - p.lon[0]) / p.lon[1];
    let v = (lat - p.lat[0]) / p.lat[2];
    for (let step = 0; step < 5; step++) {
      const dLon = polynomial(p.lon, u, v) - lon;
      const dLat = polynomial(p.lat, u, v) - lat;
      const [a, b] = slope(p.lon, u, v);
      const [c, d] = slope(p.lat, u, v);
      const determinant = a * d - b * c;
      u -= (d * dLon - b * dLat) / determinant;
      v -= (a * dLat - c * dLon) / determinant;
    }
    return [p.x0 + 10000 * u, p.y0 + 10000 * v];
  }

  cellAt(point: LonLat): number {
    const { originX, originY } = this.ground.document.grid;
    const [x, y] = this.toRD(point);
    const dx = (x - originX) / this.edge;
    const dy = (y - originY) / this.edge;
    const q = (root3 / 3) * dx - dy / 3;
    const r = (2 / 3) * dy;
    return this.cell(...roundAxial(q, r));
  }

  /** The area that a cell mostly lies in, by level; -1 for none. */
  areaOf(layer: Layer): Int32Array {
    let found = this.largest.get(layer.level);
    if (!found) {
      found = largestShares(this.ground, layer);
      this.largest.set(layer.level, found);
    }
    return found;
  }

  /** The bounds of some cells, or of all. */
  bounds(which?: (cell: number) => boolean): Bounds | undefined {
    let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
    for (let c = 0; c < this.ground.cells; c++) {
      if (which && !which(c)) continue;
      west = Math.min(west, this.x[c]);
      east = Math.max(east, this.x[c]);
      south = Math.min(south, this.y[c]);
      north = Math.max(north, this.y[c]);
    }
    if (west > east) return undefined;
    return this.boundsRD(west - this.edge, south - this.edge, east + this.edge, north + this.edge);
  }

  /** The part of a rectangle in RD metres that has cells of this place. */
  boundsWithin([west, south, east, north]: [number, number, number, number]): Bounds | undefined {
    return this.bounds((c) => this.x[c] >= west && this.x[c] <= east && this.y[c] >= south && this.y[c] <= north);
  }

  boundsRD(west: number, south: number, east: number, north: number): Bounds {
    const points = [this.toLonLat(west, south), this.toLonLat(east, south), this.toLonLat(east, north), this.toLonLat(west, north)];
    const lon = points.map((point) => point[0]);
    const lat = points.map((point) => point[1]);
    return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
  }

  /** A cell in the middle of each area, for its label; -1 when it has none. */
  middles(layer: Layer): Int32Array {
    const area = this.areaOf(layer);
    const sumX = new Float64Array(layer.areas.length);
    const sumY = new Float64Array(layer.areas.length);
    const n = new Float64Array(layer.areas.length);
    for (let c = 0; c < this.ground.cells; c++) {
      if (area[c] < 0) continue;
      sumX[area[c]] += this.x[c];
      sumY[area[c]] += this.y[c];
      n[area[c]]++;
    }
    const found = new Int32Array(layer.areas.length).fill(-1);
    const nearest = new Float64Array(layer.areas.length).fill(Infinity);
    for (let c = 0; c < this.ground.cells; c++) {
      const a = area[c];
      if (a < 0) continue;
      const distance = Math.hypot(this.x[c] - sumX[a] / n[a], this.y[c] - sumY[a] / n[a]);
      if (distance < nearest[a]) {
        nearest[a] = distance;
        found[a] = c;
      }
    }
    return found;
  }

  /** The sides of cells where one area ends and another begins, as lines. */
  borders(layer: Layer): LonLat[][] {
    const area = this.areaOf(layer);
    const lines: LonLat[][] = [];
    for (let c = 0; c < this.ground.cells; c++) {
      for (let side = 0; side < 3; side++) { // the other three are seen from the neighbour
        const other = this.neighbour(c, side);
        if (other >= 0 && area[other] !== area[c]) lines.push([this.corner(c, side), this.corner(c, side + 1)]);
      }
    }
    return lines;
  }
}

function key(q: number, r: number): number {
  return (q + 1048576) * 4194304 + (r + 1048576);
}

function polynomial(k: number[], u: number, v: number): number {
  return k[0] + k[1] * u + k[2] * v + k[3] * u * u + k[4] * u * v + k[5] * v * v +
    k[6] * u * u * u + k[7] * u * u * v + k[8] * u * v * v + k[9] * v * v * v;
}

function slope(k: number[], u: number, v: number): [number, number] {
  return [
    k[1] + 2 * k[3] * u + k[4] * v + 3 * k[6] * u * u + 2 * k[7] * u * v + k[8] * v * v,
    k[2] + k[4] * u + 2 * k[5] * v + k[7] * u * u + 2 * k[8] * u * v + 3 * k[9] * v * v,
  ];
}

function roundAxial(q: number, r: number): [number, number] {
  const s = -q - r;
  let rq = Math.round(q);
  let rr = Math.round(r);
  const rs = Math.round(s);
  const dq = Math.abs(rq - q), dr = Math.abs(rr - r), ds = Math.abs(rs - s);
  if (dq > dr && dq > ds) rq = -rr - rs;
  else if (dr > ds) rr = -rq - rs;
  return [rq, rr];
}
