// The moving map: background, cells, borders, names. It draws what it is told
// and tells what was pointed at; scores and words are not its business.
import { Map as MapLibreMap, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import { type CellLook, CellsLayer } from "./cells-layer";
import type { Bounds, Geometry, LonLat } from "./geometry";
import { layerOf } from "./ground";
import { calmMoment } from "./calm";
import { cellsBelow, layers, marksBelow, recolour, sources, stages } from "./mapstyle";
import { type Palette, palette } from "./palette";
import type { Camera } from "./view";

export interface MapViewOptions {
  container: HTMLElement;
  geometry: Geometry;
  worker: string;
  tiles: string;
  tilesBy: string;
  camera?: Camera;
  label: string;
  onPick(cell: number): void;
  /** undefined while the whole place is shown. */
  onCamera(camera: Camera | undefined): void;
  onReady(): void;
}

export class MapView {
  readonly map: MapLibreMap;
  private readonly cells: CellsLayer;
  private readonly geometry: Geometry;
  private colours: Palette;
  private loaded = false;
  private level = "cell";
  private background: unknown;
  private labels: Map<number, string> | undefined;
  private whole: boolean; // nobody moved the map: it keeps showing the whole place

  constructor(private readonly options: MapViewOptions) {
    const { geometry, container } = options;
    this.geometry = geometry;
    this.whole = options.camera === undefined;
    this.colours = palette();
    this.cells = new CellsLayer(geometry, this.colours);
    setWorkerUrl(options.worker);
    const style: StyleSpecification = {
      version: 8,
      sources: sources(options.tiles, options.tilesBy),
      layers: [],
    };
    this.map = new MapLibreMap({
      container,
      style,
      attributionControl: false,
      maplibreLogo: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      rollEnabled: false,
      keyboard: false, // the arrows move from cell to cell, see cursor.ts
      fadeDuration: 0,
      maxZoom: 18,
      minZoom: 7,
      renderWorldCopies: false,
      trackResize: true,
      localIdeographFontFamily: false,
      ...(options.camera
        ? { center: [options.camera.lon, options.camera.lat] as LonLat, zoom: options.camera.zoom }
        : { bounds: this.home(), fitBoundsOptions: { padding: this.padding() } }),
    });
    this.map.touchZoomRotate.disableRotation();
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", options.label);
    this.map.on("style.load", () => {
      withoutSky(this.map);
      this.map.addLayer(this.cells);
      this.map.addLayer(this.cells.marks());
      this.loaded = true;
      this.map.once("render", () => {
        options.onReady();
        void this.addAround();
      });
    });
    this.map.on("click", (event) => {
      const cell = geometry.cellAt([event.lngLat.lng, event.lngLat.lat]);
      options.onPick(cell);
    });
    this.map.on("mousemove", (event) => {
      canvas.style.cursor = geometry.cellAt([event.lngLat.lng, event.lngLat.lat]) >= 0 ? "pointer" : "";
    });
    this.map.on("moveend", () => options.onCamera(this.whole ? undefined : this.camera()));
    for (const kind of ["dragstart", "wheel", "touchstart", "dblclick", "boxzoomstart"] as const) this.map.on(kind, () => this.leaveWhole());
    this.map.on("resize", () => this.whole && this.map.fitBounds(this.home(), { padding: this.padding(), duration: 0 }));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** Adds all that is drawn around the cells, sort by sort. */
  private async addAround(): Promise<void> {
    const all = layers(this.colours, this.options.tiles !== "");
    const order = all.map((layer) => layer.id);
    order.splice(order.indexOf(cellsBelow), 0, "vakjes");
    order.splice(order.indexOf(marksBelow), 0, "gekozen-vakje");
    await calmMoment();
    this.drawBorders();
    if (this.background) this.setBackground(this.background);
    for (const stage of stages(all)) {
      for (const layer of stage) {
        const above = order.slice(order.indexOf(layer.id) + 1).find((id) => this.map.getLayer(id));
        this.map.addLayer(layer, above);
      }
      await new Promise((drawn) => this.map.once("idle", drawn));
      await calmMoment();
    }
    recolour(this.map, this.colours);
    performance.mark("koppelkans-around");
  }

  /** Sets what every cell shows and draws it in the next frame. */
  paint(look: (cell: number) => CellLook): void {
    for (let c = 0; c < this.geometry.ground.cells; c++) this.cells.setLook(c, look(c));
    this.cells.refresh();
    // What the browser test waits for: the new scores are on the screen.
    if (this.loaded) this.map.once("render", () => performance.mark("koppelkans-drawn"));
  }

  /** Draws the borders and names of a level; names may carry a score. */
  setLevel(level: string, labels?: Map<number, string>): void {
    const same = level === this.level;
    this.level = level;
    this.labels = labels;
    if (this.loaded) {
      if (!same) this.drawBorders();
      else this.drawLabels();
    }
  }

  mark(chosen: number, cursor: number): void {
    const marked = [];
    if (chosen >= 0) marked.push({ cell: chosen, style: 1 });
    if (cursor >= 0 && cursor !== chosen) marked.push({ cell: cursor, style: 2 });
    this.cells.mark(marked);
  }

  /** Outlines the chosen area; -1 takes the line away. */
  outline(level: string, area: number): void {
    const layer = layerOf(this.geometry.ground, level);
    const lines: LonLat[][] = [];
    if (layer && area >= 0) {
      const areas = this.geometry.areaOf(layer);
      for (let c = 0; c < areas.length; c++) {
        if (areas[c] !== area) continue;
        for (let side = 0; side < 6; side++) {
          const other = this.geometry.neighbour(c, side);
          if (other < 0 || areas[other] !== area) lines.push([this.geometry.corner(c, side), this.geometry.corner(c, side + 1)]);
        }
      }
    }
    this.setData("chosen", multiLine(lines));
  }

  setBackground(collection: unknown): void {
    this.background = collection;
    if (this.loaded) this.setData("background", collection);
  }

  private leaveWhole(): void {
    this.whole = false;
  }

  /** Moves so that a cell is in sight, when it is not. */
  reveal(cell: number): void {
    const point = this.geometry.toLonLat(this.geometry.x[cell], this.geometry.y[cell]);
    const at = this.map.project(point);
    const { clientWidth: width, clientHeight: height } = this.map.getCanvas();
    const rim = 48;
    if (this.whole) return;
    if (at.x < rim || at.y < rim + 40 || at.x > width - rim || at.y > height - rim) this.map.panTo(point, { duration: calm(250) });
  }

  fit(bounds: Bounds): void {
    this.leaveWhole();
    this.map.fitBounds(bounds, { padding: this.padding(), maxZoom: 15, duration: calm(500) });
  }

  fitWhole(): void {
    this.whole = true;
    this.map.fitBounds(this.home(), { padding: this.padding(), duration: calm(400) });
  }

  zoom(step: number): void {
    this.leaveWhole();
    this.map.zoomTo(this.map.getZoom() + step, { duration: calm(200) });
  }

  pan(dx: number, dy: number): void {
    this.leaveWhole();
    this.map.panBy([dx, dy], { duration: calm(150) });
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  /** Metres in a pixel, at the middle. */
  metresPerPixel(): number {
    const { lat } = this.map.getCenter();
    return (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** this.map.getZoom());
  }

  resize(): void {
    this.map.resize();
  }

  private home(): Bounds {
    return this.geometry.bounds() ?? [3.3, 50.7, 7.3, 53.6];
  }

  /** The legend covers the foot of the map: leave it room. */
  private padding(): { top: number; bottom: number; left: number; right: number } {
    const { clientWidth, clientHeight } = this.options.container;
    const legend = document.getElementById("legenda")?.offsetHeight ?? 0;
    const side = clientWidth > 520 ? 24 : 8;
    // A map that is hidden or still being laid out has hardly a size; never
    // ask for more room than there is.
    const atMost = (wish: number, size: number) => Math.min(wish, size / 3);
    return {
      top: atMost(clientHeight > 520 ? 64 : 56, clientHeight),
      bottom: atMost(clientHeight > 420 ? legend + 24 : 16, clientHeight),
      left: atMost(side, clientWidth),
      right: atMost(side, clientWidth),
    };
  }

  private drawBorders(): void {
    const fine = layerOf(this.geometry.ground, this.level === "district" ? "district" : "neighbourhood");
    this.setData("borders", multiLine(fine ? this.geometry.borders(fine) : []));
    this.drawLabels();
  }

  private drawLabels(): void {
    const layer = layerOf(this.geometry.ground, this.level === "district" ? "district" : "neighbourhood");
    if (!layer) return;
    const middles = this.geometry.middles(layer);
    const area = this.geometry.areaOf(layer);
    const cells = new Float64Array(layer.areas.length);
    for (const a of area) if (a >= 0) cells[a]++;
    const features = layer.areas.flatMap((about, a) => {
      if (middles[a] < 0) return [];
      const c = middles[a];
      return [{
        type: "Feature",
        properties: { name: about.name, score: this.labels?.get(a) ?? "", rank: -cells[a] },
        geometry: { type: "Point", coordinates: this.geometry.toLonLat(this.geometry.x[c], this.geometry.y[c]) },
      }];
    });
    this.setData("labels", { type: "FeatureCollection", features });
  }

  private recolour(): void {
    this.colours = palette();
    this.cells.setColours(this.colours);
    recolour(this.map, this.colours);
  }

  private setData(source: string, data: unknown): void {
    const found = this.map.getSource(source) as { setData?(data: unknown): void } | undefined;
    found?.setData?.(data);
  }
}

function multiLine(lines: LonLat[][]): unknown {
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

/**
 * A flat map shows no sky, but MapLibre would prepare and draw one: half a
 * second where the graphics card is imitated. Without a sky to evaluate it
 * leaves it out.
 */
function withoutSky(map: MapLibreMap): void {
  const style = map.style as { sky?: { getEvaluated?: () => unknown } } | undefined;
  if (style?.sky?.getEvaluated) style.sky.getEvaluated = () => undefined;
}

/** No movement for who asked for calm. */
function calm(duration: number): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : duration;
}
