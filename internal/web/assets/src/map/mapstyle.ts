// The style of the map: few colours, so that the cells are the only thing
// with many. Names are drawn with the page's own letter; MapLibre makes them
// itself when the style names no server of letters.
import type { LayerSpecification, Map as MapLibreMap, SourceSpecification } from "maplibre-gl";
import type { Palette } from "./palette";

const nothing = { type: "FeatureCollection" as const, features: [] };

export function sources(tiles: string, tilesBy: string): Record<string, SourceSpecification> {
  const found: Record<string, SourceSpecification> = {};
  for (const name of ["background", "borders", "chosen", "labels"]) {
    found[name] = { type: "geojson", data: nothing, tolerance: name === "background" ? 0.375 : 0.1 };
  }
  if (tiles) found.tiles = { type: "raster", tiles: [tiles], tileSize: 256, attribution: tilesBy };
  return found;
}

const bold = ["Atkinson Hyperlegible Next Bold"];
const slanted = ["Atkinson Hyperlegible Next Italic"];

export function layers(c: Palette, withTiles: boolean): LayerSpecification[] {
  const kind = (name: string) => ["==", ["get", "kind"], name] as ["==", ["get", string], string];
  const round = { "line-cap": "round" as const, "line-join": "round" as const };
  return [
    ...(withTiles ? [{ id: "tiles", type: "raster" as const, source: "tiles", paint: { "raster-saturation": -0.7, "raster-opacity": 0.6 } }] : []),
    { id: "neighbour", type: "line", source: "background", filter: kind("neighbour"), paint: { "line-color": c.line, "line-width": 1 } },
    { id: "land", type: "fill", source: "background", filter: kind("land"), paint: { "fill-color": c.paper, "fill-antialias": false } },
    { id: "green", type: "fill", source: "background", filter: kind("green"), paint: { "fill-color": c.park, "fill-antialias": false } },
    // The cells come here. What lies over them must not be wholly opaque:
    // MapLibre draws opaque fills first, whatever their order. Fills go without
    // antialiasing, which would take a program of its own.
    { id: "water", type: "fill", source: "background", filter: kind("water"), paint: { "fill-color": c.water, "fill-antialias": false, "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0.97, 14, 0.3] } },
    // Small streets come when the cells are large; until then they would hide them.
    { id: "street", type: "line", source: "background", filter: kind("street"), minzoom: 13, layout: round, paint: { "line-color": c.sheet, "line-opacity": ["interpolate", ["linear"], ["zoom"], 13, 0, 14, 0.55], "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 13, 0.8, 16, 4] } },
    { id: "road-casing", type: "line", source: "background", filter: kind("road"), layout: round, paint: { "line-color": c.lineStrong, "line-opacity": 0.6, "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 10, 1.6, 12, 3.2, 16, 10] } },
    { id: "road", type: "line", source: "background", filter: kind("road"), layout: round, paint: { "line-color": c.sheet, "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 10, 0.6, 12, 1.8, 16, 8] } },
    { id: "rail", type: "line", source: "background", filter: kind("rail"), paint: { "line-color": c.inkSoft, "line-width": 2 } },
    { id: "rail-ties", type: "line", source: "background", filter: kind("rail"), paint: { "line-color": c.sheet, "line-width": 1.1, "line-dasharray": [5, 5] } },
    { id: "rim", type: "line", source: "background", filter: kind("land"), layout: round, paint: { "line-color": c.lineStrong, "line-width": 1.2, "line-dasharray": [4, 3] } },
    { id: "borders-casing", type: "line", source: "borders", layout: round, paint: { "line-color": c.sheet, "line-width": ["interpolate", ["linear"], ["zoom"], 10, 2.2, 13, 3.6, 16, 5] } },
    { id: "borders", type: "line", source: "borders", layout: round, paint: { "line-color": c.ink, "line-width": ["interpolate", ["linear"], ["zoom"], 10, 0.8, 13, 1.7, 16, 2.6] } },
    { id: "chosen-casing", type: "line", source: "chosen", layout: round, paint: { "line-color": c.sheet, "line-width": 7 } },
    { id: "chosen", type: "line", source: "chosen", layout: round, paint: { "line-color": c.ink, "line-width": 4 } },
    {
      id: "water-names", type: "symbol", source: "background", filter: ["all", kind("water"), ["has", "name"]], minzoom: 12,
      layout: { "text-field": ["get", "name"], "text-font": slanted, "text-size": 13, "text-padding": 20 },
      paint: { "text-color": c.inkSoft, "text-halo-color": c.water, "text-halo-width": 1.5 },
    },
    {
      id: "names", type: "symbol", source: "labels",
      layout: {
        "text-field": ["case", ["==", ["get", "score"], ""], ["get", "name"], ["concat", ["get", "name"], "  ", ["get", "score"]]],
        "text-font": bold,
        "text-size": ["interpolate", ["linear"], ["zoom"], 12, 14, 15, 17],
        "text-max-width": 9,
        "text-padding": 5,
        "symbol-sort-key": ["get", "rank"],
        "text-variable-anchor": ["center", "top", "bottom"],
      },
      paint: { "text-color": c.ink, "text-halo-color": c.sheet, "text-halo-width": 2, "text-halo-blur": 0.3 },
    },
  ];
}

/** Where the cells and the ring of the chosen one lie: below these layers. */
export const cellsBelow = "water";
export const marksBelow = "water-names";

/**
 * The layers in the order in which they are added after the cells. A graphics
 * card needs time for each new sort, most of all one that is imitated by the
 * processor; the cells do not wait for it.
 */
export function stages(all: LayerSpecification[]): LayerSpecification[][] {
  const dashed = (layer: LayerSpecification) => layer.type === "line" && layer.paint?.["line-dasharray"] !== undefined;
  const from = (layer: LayerSpecification) => ("source" in layer ? layer.source : "");
  return [
    all.filter((layer) => from(layer) === "borders" || from(layer) === "chosen"),
    all.filter((layer) => layer.id === "names"),
    all.filter((layer) => layer.type === "fill" || layer.type === "raster"),
    all.filter((layer) => (layer.type === "line" && from(layer) === "background" && !dashed(layer)) || layer.id === "water-names"),
    all.filter(dashed),
  ];
}

/** Gives every layer the colours of the present scheme. */
export function recolour(map: MapLibreMap, colours: Palette): void {
  for (const layer of layers(colours, map.getLayer("tiles") !== undefined)) {
    if (!map.getLayer(layer.id)) continue;
    for (const [name, value] of Object.entries("paint" in layer && layer.paint ? layer.paint : {})) {
      if (name.endsWith("color")) map.setPaintProperty(layer.id, name as "fill-color", value as string);
    }
  }
}
