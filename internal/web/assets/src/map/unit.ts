// The names of what is chosen: a cell by its place in the grid, an area by name.
import { h } from "../shared/dom";
import { t } from "../shared/words";
import type { Geometry } from "./geometry";
import { type Ground, layerOf } from "./ground";

function signed(n: number): string {
  return n < 0 ? `−${-n}` : String(n);
}

export function nameUnit(ground: Ground, level: string, unit: number): string {
  if (level === "cell") return `${signed(ground.q[unit])},\u00a0${signed(ground.r[unit])}`;
  return layerOf(ground, level)?.areas[unit]?.name ?? "";
}

/** "Vakje 301, −533, buurt Riel", with a link to the area. */
export function unitTitle(ground: Ground, geometry: Geometry, level: string, unit: number): DocumentFragment {
  const title = document.createDocumentFragment();
  const at = level === "cell" ? "neighbourhood" : level;
  const layer = layerOf(ground, at);
  let area = unit;
  if (level === "cell") {
    title.append(t("map.cellName", { name: nameUnit(ground, level, unit) }));
    area = layer ? geometry.areaOf(layer)[unit] : -1;
    if (area < 0) return title;
    title.append(", ");
  }
  const about = layer?.areas[area];
  if (about) title.append(`${t(`level.${at}`)} `, h("a", { href: `/gebieden/${at}/${encodeURIComponent(about.code)}` }, about.name));
  return title;
}
