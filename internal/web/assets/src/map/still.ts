// The map on paper: a drawing made when the page is printed. Without colour
// the digit in each cell says the score; a hole is hatched.
import { h, s } from "../shared/dom";
import { t } from "../shared/words";
import type { Values } from "./contract";
import { corners, type Geometry } from "./geometry";
import { layerOf } from "./ground";
import { tally } from "./legend";
import { deepFrom, step } from "./palette";
import { drawnAs, type Scores } from "./score";
import { thresholdWords } from "./threshold";

export interface Still {
  geometry: Geometry;
  values: Values;
  scores: Scores;
  level: string;
  unitOf(cell: number): number; // the cell itself, or the area it lies in
}

export function still({ geometry, values, scores, level, unitOf }: Still): HTMLElement {
  const { ground } = geometry;
  const items = scores.items.length;
  let west = Infinity, east = -Infinity, south = Infinity, north = -Infinity;
  for (let c = 0; c < ground.cells; c++) {
    west = Math.min(west, geometry.x[c]);
    east = Math.max(east, geometry.x[c]);
    south = Math.min(south, geometry.y[c]);
    north = Math.max(north, geometry.y[c]);
  }
  const edge = 10;
  const scale = edge / geometry.edge;
  const px = (c: number) => (geometry.x[c] - west) * scale + edge;
  const py = (c: number) => (north - geometry.y[c]) * scale + edge;
  const svg = s("svg", { class: "still-map", viewBox: `0 0 ${((east - west) * scale + 2 * edge).toFixed(0)} ${((north - south) * scale + 2 * edge).toFixed(0)}`, role: "img", "aria-label": t("map.still", { name: ground.document.name }) },
    s("defs", {}, s("pattern", { id: "arcering", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, s("path", { d: "M0 0V4", stroke: "#17211f", "stroke-width": 0.7 }))));
  const shape = corners.map(([x, y]) => `${(x * edge).toFixed(2)} ${(-y * edge).toFixed(2)}`).join("L");
  const style = getComputedStyle(document.documentElement);
  for (let c = 0; c < ground.cells; c++) {
    const unit = unitOf(c);
    if (unit < 0) continue;
    const drawn = drawnAs(scores.known[unit], items, scores.mostKnown);
    const at = step(scores.score[unit], items);
    const fill = drawn === "hole" ? "url(#arcering)" : style.getPropertyValue(`--score-${at}`).trim();
    const group = s("g", { transform: `translate(${px(c).toFixed(1)} ${py(c).toFixed(1)})` },
      s("path", { d: `M${shape}z`, fill, stroke: "#fff", "stroke-width": 0.6 }));
    if (drawn === "partly") group.append(s("path", { d: `M${shape}z`, fill: "url(#arcering)", "fill-opacity": 0.35 }));
    if (drawn !== "hole") {
      group.append(s("text", { y: 3.6, "text-anchor": "middle", "font-size": 10, "font-weight": 600, fill: at >= deepFrom ? "#fff" : "#17211f" }, String(scores.score[unit])));
    }
    svg.append(group);
  }
  const layer = layerOf(ground, level === "district" ? "district" : "neighbourhood");
  if (layer) svg.append(borders(geometry, layer, px, py, edge), names(geometry, layer, px, py));
  return h("section", { class: "still" },
    h("h2", {}, t("map.stillTitle", { name: ground.document.name, set: values.name, year: values.year })),
    svg,
    h("p", { class: "still-counts" }, scores.mostKnown < items ? t(`map.legendKnown.${level}`, { known: scores.mostKnown }) : t(`map.legendPer.${level}`)),
    legend(scores, items), about(values));
}

function borders(geometry: Geometry, layer: NonNullable<ReturnType<typeof layerOf>>, px: (c: number) => number, py: (c: number) => number, edge: number): SVGElement {
  const area = geometry.areaOf(layer);
  let path = "";
  for (let c = 0; c < area.length; c++) {
    for (let side = 0; side < 3; side++) {
      const other = geometry.neighbour(c, side);
      if (other < 0 || area[other] === area[c]) continue;
      const [a, b] = [corners[side], corners[(side + 1) % 6]];
      path += `M${(px(c) + a[0] * edge).toFixed(1)} ${(py(c) - a[1] * edge).toFixed(1)}L${(px(c) + b[0] * edge).toFixed(1)} ${(py(c) - b[1] * edge).toFixed(1)}`;
    }
  }
  return s("path", { d: path, fill: "none", stroke: "#000", "stroke-width": 2, "stroke-linecap": "round" });
}

/** Names of areas; small ones go without, for they would cover the map. */
function names(geometry: Geometry, layer: NonNullable<ReturnType<typeof layerOf>>, px: (c: number) => number, py: (c: number) => number): SVGElement {
  const cells = new Float64Array(layer.areas.length);
  for (const a of geometry.areaOf(layer)) if (a >= 0) cells[a]++;
  const group = s("g", { "font-size": 17, "font-weight": 700, "text-anchor": "middle", fill: "#17211f", stroke: "#fff", "stroke-width": 4.5, "stroke-linejoin": "round", "paint-order": "stroke" });
  geometry.middles(layer).forEach((c, a) => {
    if (c >= 0 && cells[a] >= 25) group.append(s("text", { x: px(c).toFixed(1), y: (py(c) + 6).toFixed(1) }, layer.areas[a].name));
  });
  return group;
}

function legend(scores: Scores, items: number): HTMLElement {
  const found = tally(scores);
  const list = found.counts.slice(0, Math.max(1, found.mostKnown) + 1).map((count, score) => {
    const at = step(score, items);
    return h("li", {}, h("span", { class: `year-square step-${at}${at >= deepFrom ? " deep" : ""}` }, String(score)), ` ${count}`);
  });
  return h("ul", { class: "still-legend" }, ...list, h("li", {}, h("span", { class: "year-square missing" }, "?"), ` ${t("map.missing")} ${found.holes}`));
}

/** Thresholds, sources and the day, below the map. */
function about(values: Values): HTMLElement {
  const thresholds = values.items.map((item) => {
    const words = item.combine === "any"
      ? item.parts.map((part) => (part.cut ? `${part.name} ${thresholdWords(part.cut, part)}` : "")).join(", ")
      : item.cut && item.parts.length > 0 ? thresholdWords(item.cut, item.parts[0]) : "";
    return `${item.short || item.name} ${words}`;
  }).join("; ");
  const sources = [...new Set(values.items.flatMap((item) => item.parts.filter((part) => part.period > 0).map((part) => `${part.source} ${part.period}`)))].join("; ");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "Europe/Amsterdam" }).format(new Date());
  return h("div", { class: "still-about" },
    h("p", {}, t("map.stillThresholds", { list: thresholds })),
    h("p", {}, t("map.stillSources", { list: sources }), values.fictional ? ` ${t("map.fictional")}.` : ""),
    h("p", {}, t("map.stillMade", { day })));
}
