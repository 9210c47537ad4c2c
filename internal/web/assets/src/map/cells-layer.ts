// Draws the cells on the graphics card as one layer of the map. What a cell
// shows is one pixel of a small texture, so that moving a threshold sends a
// few kilobytes and no shapes: the map follows within a frame.
import type { CustomLayerInterface, Map as MapLibreMap } from "maplibre-gl";
import { fragmentShader, vertexShader } from "./cells-shader";
import { corners, type Geometry } from "./geometry";
import { deepFrom, type Palette, rgb } from "./palette";

const textureWidth = 256;

/** What one cell shows; digit -1 shows none. */
export interface CellLook {
  step: number; // of the ramp; -1 is a hole
  light: boolean; // little is known: a light hatch over the colour
  digit: number;
}

export class CellsLayer implements CustomLayerInterface {
  readonly id = "vakjes";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;

  private map?: MapLibreMap;
  private gl?: WebGL2RenderingContext;
  private program?: WebGLProgram;
  private shape?: WebGLVertexArrayObject;
  private texture?: WebGLTexture;
  private digits?: WebGLTexture;
  private uniforms: Record<string, WebGLUniformLocation | null> = {};
  private readonly looks: Uint8Array;
  private changed = true;
  private readonly centre: [number, number]; // mercator
  private readonly metre: number; // of mercator, here
  private marked: { cell: number; style: number }[] = [];

  constructor(private readonly geometry: Geometry, private colours: Palette) {
    const cells = geometry.ground.cells;
    this.looks = new Uint8Array(4 * textureWidth * Math.max(1, Math.ceil(cells / textureWidth)));
    const bounds = geometry.bounds() ?? [5, 52, 5.1, 52.1];
    this.centre = mercator([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]);
    this.metre = 1 / (40075016.686 * Math.cos((((bounds[1] + bounds[3]) / 2) * Math.PI) / 180));
  }

  setLook(cell: number, look: CellLook): void {
    const at = 4 * cell;
    this.looks[at] = look.step < 0 ? 9 : look.step;
    this.looks[at + 1] = look.light ? 1 : 0;
    this.looks[at + 2] = look.digit < 0 ? 15 : look.digit;
  }

  /** Draws again with the looks that were set. */
  refresh(): void {
    this.changed = true;
    this.map?.triggerRepaint();
  }

  setColours(colours: Palette): void {
    this.colours = colours;
    this.refresh();
  }

  /** Cells with a ring: style 1 is chosen, 2 is the keyboard's place. */
  mark(marked: { cell: number; style: number }[]): void {
    this.marked = marked;
    this.map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, context: WebGLRenderingContext | WebGL2RenderingContext): void {
    const gl = context as WebGL2RenderingContext;
    this.map = map;
    this.gl = gl;
    this.program = link(gl, vertexShader, fragmentShader);
    for (const name of ["offset", "scale", "edge", "looks", "digits", "ramp", "hairline", "hole", "holeLine", "inkOn", "hatch", "digitShown", "unit", "line", "grow", "ring", "ringOuter"]) {
      this.uniforms[name] = gl.getUniformLocation(this.program, name);
    }
    this.buildShape(gl);
    this.texture = gl.createTexture()!;
    this.digits = digitTexture(gl);
  }

  onRemove(): void {
    const gl = this.gl;
    if (!gl) return;
    gl.deleteProgram(this.program ?? null);
    gl.deleteVertexArray(this.shape ?? null);
    gl.deleteTexture(this.texture ?? null);
    gl.deleteTexture(this.digits ?? null);
  }

  render(): void {
    this.draw(false);
  }

  /** A layer of its own for the marked cells, to lie above water and streets. */
  marks(): CustomLayerInterface {
    return { id: "gekozen-vakje", type: "custom", renderingMode: "2d", render: () => this.draw(true) };
  }

  private draw(marks: boolean): void {
    const { gl, map, program, uniforms: u } = this;
    if (!gl || !map || !program || (marks && this.marked.length === 0)) return;
    gl.useProgram(program);
    gl.bindVertexArray(this.shape ?? null);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);

    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture ?? null);
    if (this.changed) this.upload(gl);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, this.digits ?? null);
    gl.uniform1i(u.looks, 0);
    gl.uniform1i(u.digits, 1);

    // The map is never turned or tilted, so a shift and a scale are all there
    // is; the shift is calculated in doubles to stay sharp when zoomed in.
    const canvas = map.getCanvas();
    const size = 512 * 2 ** map.getZoom();
    const middle = map.getCenter();
    const [mx, my] = mercator([middle.lng, middle.lat]);
    const width = canvas.clientWidth, height = canvas.clientHeight;
    const ratio = canvas.width / Math.max(1, width);
    const dx = (this.centre[0] - mx) * size, dy = (this.centre[1] - my) * size;
    gl.uniform2f(u.offset, dx / (width / 2), -dy / (height / 2));
    gl.uniform2f(u.scale, size / (width / 2), -size / (height / 2));
    const edge = this.geometry.edge * this.metre * size * ratio; // in device pixels
    gl.uniform1f(u.edge, edge);
    gl.uniform1f(u.hairline, Math.min(1, edge / 14) * 0.5 * ratio);
    const period = 6 * ratio;
    gl.uniform3f(u.hatch, (((width / 2 + dx) * ratio) % period + period) % period, (((height / 2 - dy) * ratio) % period + period) % period, period);
    gl.uniform1f(u.digitShown, Math.min(1, Math.max(0, map.getZoom() - 13.7) / 0.3));
    gl.uniform3fv(u.ramp, this.colours.score.flatMap(rgb));
    gl.uniform3fv(u.hole, rgb(this.colours.sheet));
    gl.uniform3fv(u.holeLine, rgb(this.colours.lineStrong));
    gl.uniform3fv(u.inkOn, [...rgb(this.colours.scoreInk), ...rgb(this.colours.scoreInkDeep)]);
    gl.uniform3fv(u.line, rgb(this.colours.sheet));
    gl.uniform2f(u.unit, edge / ratio / (width / 2), edge / ratio / (height / 2));
    gl.uniform1f(u.grow, 1);
    gl.uniform1f(u.ring, 0);
    if (!marks) gl.drawElements(gl.TRIANGLES, 12 * this.geometry.ground.cells, gl.UNSIGNED_INT, 0);
    for (const { cell, style } of marks ? this.marked : []) {
      const thick = 3 * ratio, casing = 2.5 * ratio;
      gl.uniform1f(u.grow, 1 + (thick * 0.6 + casing) / (edge * 0.866));
      gl.uniform1f(u.ring, thick);
      gl.uniform3fv(u.ringOuter, [...rgb(this.colours.ink), ...rgb(style === 2 ? this.colours.focus : this.colours.sheet)]);
      gl.uniform1f(u.hairline, casing);
      gl.drawElements(gl.TRIANGLES, 12, gl.UNSIGNED_INT, 4 * 12 * cell);
    }
    gl.bindVertexArray(null);
  }

  private upload(gl: WebGL2RenderingContext): void {
    this.changed = false;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8UI, textureWidth, this.looks.length / 4 / textureWidth, 0, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, this.looks);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  }

  /** Six corners and four triangles a cell; a corner knows its place in the hexagon. */
  private buildShape(gl: WebGL2RenderingContext): void {
    const { ground } = this.geometry;
    const data = new ArrayBuffer(ground.cells * 6 * 20);
    const floats = new Float32Array(data);
    const integers = new Uint32Array(data);
    const order = new Uint32Array(ground.cells * 12);
    const fan = [0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 5];
    for (let c = 0; c < ground.cells; c++) {
      for (let k = 0; k < 6; k++) {
        const at = 5 * (6 * c + k);
        const [mx, my] = mercator(this.geometry.corner(c, k));
        floats[at] = mx - this.centre[0];
        floats[at + 1] = my - this.centre[1];
        floats[at + 2] = corners[k][0];
        floats[at + 3] = corners[k][1];
        integers[at + 4] = c;
      }
      for (let i = 0; i < 12; i++) order[12 * c + i] = 6 * c + fan[i];
    }
    this.shape = gl.createVertexArray()!;
    gl.bindVertexArray(this.shape);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 20, 0);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 2, gl.FLOAT, false, 20, 8);
    gl.enableVertexAttribArray(2);
    gl.vertexAttribIPointer(2, 1, gl.UNSIGNED_INT, 20, 16);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }
}

export function mercator([lon, lat]: [number, number]): [number, number] {
  const phi = (lat * Math.PI) / 180;
  return [(lon + 180) / 360, (1 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / Math.PI) / 2];
}

/** The digits 0–9 and a question mark, in the page's own letter. */
function digitTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const size = 96;
  const canvas = document.createElement("canvas");
  canvas.width = size * 16;
  canvas.height = size;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  pen.font = `700 ${size * 0.8}px "Atkinson Hyperlegible Next", sans-serif`;
  [..."0123456789?"].forEach((digit, at) => pen.fillText(digit, size * (at + 0.5), size * 0.78));
  const texture = gl.createTexture()!;
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

function link(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram()!;
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source.replace("DEEP_FROMu", `${deepFrom}u`));
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`cells: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}
