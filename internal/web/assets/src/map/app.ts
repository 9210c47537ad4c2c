// The map page as a whole: fetches the documents, keeps the view, and lets
// panel, map, legend, cell panel and table follow it.
import { byId } from "../shared/dom";
import { placeSearch, type Suggestion } from "../shared/place-search";
import { t } from "../shared/words";
import { CellPanel, heading, type Unit } from "./cellpanel";
import type { GroundDocument, Values } from "./contract";
import { Cursor } from "./cursor";
import { type Bounds, Geometry } from "./geometry";
import { decode, type Ground, layerOf } from "./ground";
import { Legend, type Units } from "./legend";
import type { MapView } from "./mapview";
import { step } from "./palette";
import { Panel } from "./panel";
import { drawnAs, MapScores, type Scores } from "./score";
import { Scale } from "./scale";
import { still } from "./still";
import { Table } from "./table";
import { nameUnit, unitTitle } from "./unit";
import { keep, levelName, levelOfName, parameters, readView, type View } from "./view";
import { fetchJSON, valuesURL, Years } from "./years";

export class MapApp {
  private readonly root = byId("kaart");
  private readonly says = byId("kaart-zegt");
  private readonly view: View;
  private ground!: Ground;
  private geometry!: Geometry;
  private values!: Values;
  private own = new Map<string, number>();
  private scores!: MapScores;
  private panel!: Panel;
  private legend!: Legend;
  private cells!: CellPanel;
  private table!: Table;
  private years!: Years;
  private map?: MapView;
  private cursor?: Cursor;
  private chosen = -1; // index of a cell or area of the present level
  private cursorCell = -1;
  private waiting = 0;

  constructor() {
    const field = (id: string) => byId<HTMLSelectElement>(id).value;
    this.view = readView(new URL(location.href), field("kaartset"), Number(field("jaar")));
  }

  async begin(): Promise<void> {
    const data = this.root.dataset;
    // The map library is large: it comes in while the figures do.
    const library = import("./mapview");
    const background = fetchJSON<unknown>(data.background!).catch(() => undefined);
    const [ground, values] = await Promise.all([fetchJSON<GroundDocument>(data.ground!), fetchJSON<Values>(data.values!)]);
    this.ground = decode(ground);
    this.geometry = new Geometry(this.ground);
    this.own = Panel.apply(values, this.view.thresholds);
    this.values = values;
    this.scores = new MapScores(this.ground, values);
    this.build();
    this.follow();
    performance.mark("koppelkans-panel");

    const { MapView } = await library;
    await document.fonts.load('700 48px "Atkinson Hyperlegible Next"').catch(() => undefined);
    this.map = new MapView({
      container: byId("doek"), geometry: this.geometry, worker: data.worker!, tiles: data.tiles ?? "", tilesBy: data.tilesBy ?? "",
      camera: this.view.camera, label: t("map.canvas", { name: ground.name }),
      onPick: (cell) => this.pick(cell),
      onCamera: (camera) => {
        this.view.camera = camera;
        this.remember();
      },
      onReady: () => {
        this.paint();
        performance.mark("koppelkans-map");
        this.root.dataset.ready = "true";
        byId("laadt").hidden = true;
      },
    });
    this.paint();
    this.walk(this.map);
    this.tools(this.map);
    this.restore();
    const drawn = await background;
    if (drawn) this.map.setBackground(drawn);
  }

  private get level(): Scores {
    return this.scores.of(this.view.level);
  }

  /** Builds what does not need the map. */
  private build(): void {
    this.panel = new Panel(this.root, (item) => this.rescore(item));
    this.panel.bind(this.values, this.own, this.scores.cells);
    this.legend = new Legend(byId("legenda"));
    this.cells = new CellPanel(byId("vakje"), this.ground, () => this.leave());
    this.table = new Table({
      element: byId("tabel"),
      onChoose: (unit) => {
        this.choose(unit, true);
      },
      onPage: (page) => {
        this.view.page = page;
        this.showTable();
        this.remember();
        byId("tabel").scrollTop = 0;
      },
    });
    this.years = new Years(this.root.dataset.base!, this.ground);
    for (const radio of this.root.querySelectorAll<HTMLInputElement>("input[name=niveau]")) {
      radio.checked = radio.value === levelName(this.view.level);
      radio.addEventListener("change", () => this.setLevel(levelOfName(radio.value)));
    }
    const set = byId<HTMLSelectElement>("kaartset");
    set.addEventListener("change", () => {
      // Another set has other items: the server makes its panel.
      location.href = `${location.pathname}?${new URLSearchParams({ set: set.value, jaar: String(this.view.year) })}`;
    });
    this.yearStepper();
    byId("instellen").addEventListener("submit", (event) => event.preventDefault());
    for (const [id, table] of [["als-kaart", false], ["als-tabel", true]] as const) {
      byId(id).addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.setTable(table);
      });
    }
    this.setTable(this.view.table);
    placeSearch(byId("zoek-veld"), (suggestion) => this.goTo(suggestion));
    window.addEventListener("beforeprint", () => this.print());
    window.addEventListener("afterprint", () => this.root.querySelector(".still")?.remove());
  }

  /** One threshold moved: only its item is judged again. */
  private rescore(item: number): void {
    const start = performance.now();
    this.scores.update(item);
    this.follow();
    performance.measure("koppelkans-rescore", { start, end: performance.now() });
  }

  /** Lets all that shows scores follow, in the next frame at the latest. */
  private follow(): void {
    this.view.thresholds = this.panel.thresholds();
    this.paint();
    this.legend.show(this.level, this.view.level as Units);
    if (this.view.table) this.showTable();
    if (this.cells.isOpen) this.showUnit();
    this.remember();
  }

  private paint(): void {
    if (!this.map) return;
    const scores = this.level;
    const items = scores.items.length;
    const layer = this.view.level === "cell" ? undefined : layerOf(this.ground, this.view.level);
    const area = layer && this.geometry.areaOf(layer);
    const hole = { step: -1, light: false, digit: -1 };
    this.map.paint((cell) => {
      const unit = area ? area[cell] : cell;
      if (unit < 0) return hole;
      const drawn = drawnAs(scores.known[unit], items, scores.mostKnown);
      if (drawn === "hole") return area ? hole : { ...hole, digit: 10 };
      return { step: step(scores.score[unit], items), light: drawn === "partly", digit: area ? -1 : Math.min(9, scores.score[unit]) };
    });
    if (layer) {
      const labels = new Map(layer.areas.map((_, a) => [a, drawnAs(scores.known[a], items, scores.mostKnown) === "hole" ? "?" : String(scores.score[a])]));
      this.map.setLevel(this.view.level, labels);
    } else {
      this.map.setLevel("cell");
    }
  }

  private setLevel(level: string): void {
    this.view.level = level;
    this.view.page = 1;
    this.leave();
    this.follow();
  }

  private setTable(table: boolean): void {
    this.view.table = table;
    byId("tabel").hidden = !table;
    this.root.classList.toggle("as-table", table);
    byId(table ? "als-tabel" : "als-kaart").setAttribute("aria-current", "true");
    byId(table ? "als-kaart" : "als-tabel").removeAttribute("aria-current");
    if (table) this.showTable();
    else this.map?.resize();
    this.remember();
  }

  private showTable(): void {
    const layer = layerOf(this.ground, "neighbourhood");
    const area = layer && this.geometry.areaOf(layer);
    this.table.show(this.level, this.view.level, this.view.page,
      (unit) => nameUnit(this.ground, this.view.level, unit),
      (cell) => (layer && area && area[cell] >= 0 ? layer.areas[area[cell]].name : ""));
  }

  /** A point of the map was chosen: its cell, or the area that it lies in. */
  private pick(cell: number): void {
    if (cell < 0) {
      this.leave();
      return;
    }
    this.cursor?.place(cell);
    const layer = this.view.level === "cell" ? undefined : layerOf(this.ground, this.view.level);
    // On a narrow screen the panel lies over or below the map: go there.
    this.choose(layer ? this.geometry.areaOf(layer)[cell] : cell, matchMedia("(max-width: 1100px)").matches);
  }

  private choose(unit: number, focus: boolean): void {
    if (unit < 0) return;
    this.chosen = unit;
    if (this.view.level === "cell") this.view.unit = `${this.ground.q[unit]},${this.ground.r[unit]}`;
    else this.view.unit = layerOf(this.ground, this.view.level)?.areas[unit]?.code ?? "";
    this.showUnit();
    this.showMark();
    this.remember();
    this.map?.resize();
    if (this.view.level === "cell" && !this.view.table) this.map?.reveal(unit);
    if (focus) byId("vakje").focus();
    void this.former(unit);
  }

  private showUnit(): void {
    const unit: Unit = { level: this.view.level, index: this.chosen, title: unitTitle(this.ground, this.geometry, this.view.level, this.chosen) };
    this.cells.show(unit, this.level);
  }

  /** The scores of the other years, by the present thresholds. */
  private async former(unit: number): Promise<void> {
    const list = await this.years.scores(this.values, this.view, unit);
    if (unit === this.chosen && this.cells.isOpen) this.cells.showYears(list, this.level.items.length);
  }

  private leave(): void {
    const had = this.cells.isOpen && byId("vakje").contains(document.activeElement);
    this.chosen = -1;
    this.view.unit = "";
    this.cells.close();
    this.showMark();
    this.map?.resize();
    this.remember();
    if (had) (this.view.table ? byId("als-tabel") : (this.map?.map.getCanvas() ?? this.root)).focus();
  }

  private showMark(): void {
    const cell = this.view.level === "cell";
    this.map?.mark(cell ? this.chosen : -1, this.cursorCell);
    this.map?.outline(this.view.level, cell ? -1 : this.chosen);
  }

  /** Opens what the address names. */
  private restore(): void {
    const name = this.view.unit;
    if (!name) return;
    const [q, r] = name.split(",").map(Number);
    const unit = name.includes(",")
      ? this.geometry.cell(q, r)
      : (layerOf(this.ground, this.view.level)?.areas.findIndex((area) => area.code === name) ?? -1);
    if (unit >= 0) this.choose(unit, false);
    else this.view.unit = "";
  }

  /** A found place of this map is shown here; another opens its own page. */
  private goTo({ code, name, bound }: Suggestion): boolean {
    if (!this.map) return false;
    const bounds = this.boundsOf(code) ?? this.geometry.boundsWithin(bound);
    if (!bounds) return false;
    this.setTable(false);
    this.map.fit(bounds);
    this.say(t("map.wentTo", { name }));
    return true;
  }

  /** Where an area of this map lies, whatever its level. */
  private boundsOf(code: string): Bounds | undefined {
    if (code === this.ground.document.code) return this.geometry.bounds();
    for (const layer of this.ground.layers) {
      const at = layer.areas.findIndex((area) => area.code === code);
      if (at < 0) continue;
      const area = this.geometry.areaOf(layer);
      return this.geometry.bounds((cell) => area[cell] === at);
    }
    return undefined;
  }

  private walk(map: MapView): void {
    const canvas = map.map.getCanvas();
    this.cursor = new Cursor({
      canvas, geometry: this.geometry,
      begin: () => {
        if (this.view.level === "cell" && this.chosen >= 0) return this.chosen;
        const { lon, lat } = map.camera();
        const middle = this.geometry.cellAt([lon, lat]);
        return middle >= 0 ? middle : Math.floor(this.ground.cells / 2);
      },
      onMove: (cell) => {
        this.cursorCell = cell;
        this.showMark();
        if (cell < 0) return;
        map.reveal(cell);
        const scores = this.level;
        const layer = this.view.level === "cell" ? undefined : layerOf(this.ground, this.view.level);
        const unit = layer ? this.geometry.areaOf(layer)[cell] : cell;
        if (unit < 0) return;
        const where = unitTitle(this.ground, this.geometry, this.view.level, unit).textContent ?? "";
        this.say(`${where}: ${heading(scores.score[unit], scores.known[unit], scores.items.length)}`);
      },
      onChoose: (cell) => this.pick(cell),
      onEscape: () => this.leave(),
      onZoom: (by) => map.zoom(by),
      onPan: (dx, dy) => map.pan(dx, dy),
    });
  }

  private tools(map: MapView): void {
    byId("zoom").hidden = false;
    byId("zoom-in").addEventListener("click", () => map.zoom(1));
    byId("zoom-uit").addEventListener("click", () => map.zoom(-1));
    byId("zoom-geheel").addEventListener("click", () => map.fitWhole());
    const scale = new Scale(byId("schaal"));
    map.map.on("move", () => scale.show(map.metresPerPixel()));
    scale.show(map.metresPerPixel());
  }

  private yearStepper(): void {
    const year = byId<HTMLSelectElement>("jaar");
    const back = byId<HTMLButtonElement>("jaar-terug");
    const on = byId<HTMLButtonElement>("jaar-verder");
    const step = (by: number) => {
      year.selectedIndex += by;
      year.dispatchEvent(new Event("change"));
    };
    const show = () => {
      back.hidden = on.hidden = year.options.length < 2;
      back.disabled = year.selectedIndex <= 0;
      on.disabled = year.selectedIndex >= year.options.length - 1;
    };
    back.addEventListener("click", () => step(-1));
    on.addEventListener("click", () => step(1));
    year.addEventListener("change", () => {
      show();
      void this.setYear(Number(year.value));
    });
    show();
  }

  private async setYear(year: number): Promise<void> {
    try {
      const values = await fetchJSON<Values>(valuesURL(this.root.dataset.base!, this.view.set, year));
      this.own = Panel.apply(values, this.panel.thresholds());
      this.values = values;
      this.view.year = year;
      this.scores = new MapScores(this.ground, values);
      this.panel.bind(values, this.own, this.scores.cells);
      this.follow();
      if (this.chosen >= 0) void this.former(this.chosen);
      this.say(t("map.nowYear", { year }));
    } catch {
      byId<HTMLSelectElement>("jaar").value = String(this.view.year);
      this.say(t("map.notFetched"));
    }
  }

  private say(text: string): void {
    this.says.textContent = text;
  }

  /** Keeps the address; a drag moves too fast to write it each time. */
  private remember(): void {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      keep(this.view);
      const query = parameters(this.view, true);
      byId<HTMLAnchorElement>("afdruk").href = `${this.root.dataset.base}/afdruk?${query}`;
      byId<HTMLAnchorElement>("als-tabel").href = `${this.root.dataset.base}/tabel?${query}`;
    }, 150);
  }

  private print(): void {
    this.root.querySelector(".still")?.remove();
    const layer = this.view.level === "cell" ? undefined : layerOf(this.ground, this.view.level);
    const area = layer && this.geometry.areaOf(layer);
    this.root.append(still({
      geometry: this.geometry, values: this.values, scores: this.level, level: this.view.level,
      unitOf: (cell) => (area ? area[cell] : cell),
    }));
  }
}
