// What is looked at, and the address that says it. The server reads the same
// parameters (internal/web/mapquery.go).
import { readNumber } from "../shared/words";

export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
}

export interface View {
  set: string;
  year: number;
  level: string;
  thresholds: Map<string, number>; // only those that differ from the set's own
  unit: string; // "q,r" of a cell or the code of an area; "" for none
  table: boolean;
  page: number;
  camera?: Camera;
}

const levelNames: Record<string, string> = { vakje: "cell", buurt: "neighbourhood", wijk: "district" };

export function readView(address: URL, set: string, year: number): View {
  const query = address.searchParams;
  const thresholds = new Map<string, number>();
  for (const [name, text] of query) {
    const value = readNumber(text);
    if (name.startsWith("d.") && Number.isFinite(value)) thresholds.set(name.slice(2), value);
  }
  const camera = (query.get("plek") ?? "").split(",").map(Number);
  return {
    set: query.get("set") ?? set,
    year: Number(query.get("jaar")) || year,
    level: levelNames[query.get("niveau") ?? "vakje"] ?? "cell",
    thresholds,
    unit: query.get("vakje") ?? query.get("gebied") ?? "",
    table: query.get("beeld") === "tabel",
    page: Math.max(1, Number(query.get("p")) || 1),
    camera: camera.length === 3 && camera.every(Number.isFinite) ? { lon: camera[0], lat: camera[1], zoom: camera[2] } : undefined,
  };
}

export function levelName(level: string): string {
  return Object.keys(levelNames).find((name) => levelNames[name] === level) ?? "vakje";
}

export function levelOfName(name: string): string {
  return levelNames[name] ?? "cell";
}

/** The parameters of a view; still leaves out what only the moving map has. */
export function parameters(view: View, still = false): URLSearchParams {
  const query = new URLSearchParams({ set: view.set, jaar: String(view.year) });
  if (view.level !== "cell") query.set("niveau", levelName(view.level));
  for (const name of [...view.thresholds.keys()].sort()) query.set(`d.${name}`, String(view.thresholds.get(name)));
  if (still) return query;
  if (view.unit) query.set(view.unit.includes(",") ? "vakje" : "gebied", view.unit);
  if (view.table) query.set("beeld", "tabel");
  if (view.table && view.page > 1) query.set("p", String(view.page));
  if (view.camera) {
    const { lon, lat, zoom } = view.camera;
    query.set("plek", `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(2)}`);
  }
  return query;
}

/** Puts the view in the address bar, without a step in the history. */
export function keep(view: View): void {
  // Commas read better than %2C, and are allowed in a query.
  history.replaceState(null, "", `${location.pathname}?${parameters(view).toString().replaceAll("%2C", ",")}`);
}
