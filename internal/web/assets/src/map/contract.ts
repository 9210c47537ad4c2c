// The documents of the server: the same shapes as internal/healthmap/payload.go.

export interface GroundDocument {
  code: string;
  name: string;
  boundaryYear: number;
  grid: { name: string; edge: number; originX: number; originY: number; orientation: string; crs: string; clip: string };
  project: Projection;
  runs: [number, number, number][] | null;
  inside: string;
  layers: LayerDocument[] | null;
}

export interface Projection {
  x0: number;
  y0: number;
  lon: number[];
  lat: number[];
  error: number;
}

export interface LayerDocument {
  level: string;
  areas: Area[];
  counts: string;
  indices: string;
  weights: string;
}

export interface Area {
  code: string;
  name: string;
  parent: number;
  borderSource?: string;
}

export interface Values {
  set: string;
  name: string;
  year: number;
  years: number[];
  items: Item[];
  fictional: boolean;
}

export interface Item {
  id: string;
  name: string;
  short: string;
  note?: string;
  domain: string;
  combine: "single" | "largest" | "any";
  cut?: Cut;
  parts: Part[];
}

export interface Cut {
  side: "from" | "to";
  threshold: number;
  step: number;
  example: boolean;
  source: string;
}

export interface Part {
  indicator: string;
  name: string;
  unit: string;
  decimals: number;
  cut?: Cut;
  support: string;
  supportText: string;
  sort: string;
  sortText: string;
  period: number;
  assumed?: boolean;
  source: string;
  licence: string;
  url?: string;
  notice?: string;
  columns: Column[] | null;
}

export interface Column {
  level: string;
  values: (number | null)[];
  holes: string[];
  borders: string | number[] | null; // a byte an area; Go writes bytes as base64
}
