import assert from "node:assert/strict";
import test from "node:test";
import { decode, Geometry, sides } from "../../../../tmp/js/testing.mjs";

const b64 = (array) => Buffer.from(array.buffer).toString("base64");

function ground() {
  const runs = [[-533, 300, 12], [-532, 299, 13], [-531, 299, 12]];
  const cells = runs.reduce((sum, run) => sum + run[2], 0);
  return decode({
    code: "GM0001", name: "Ergens", boundaryYear: 2024,
    grid: { name: "rd100", edge: 100, originX: 155000, originY: 463000, orientation: "pointy", crs: "EPSG:28992", clip: "touch" },
    // roughly the way from RD to longitude and latitude near Eindhoven
    project: { x0: 161000, y0: 383000, lon: [5.4738, 0.14321, 0.0006, 0.0000004, 0.00225, 0, 0, 0, 0, 0], lat: [51.4359, -0.0001, 0.08985, -0.00069, 0, 0, 0, 0, 0, 0], error: 0.01 },
    runs, inside: b64(new Uint32Array(cells).fill(1 << 30)),
    layers: [{ level: "neighbourhood", areas: [{ code: "BU1", name: "west", parent: -1 }, { code: "BU2", name: "oost", parent: -1 }],
      counts: b64(new Uint8Array(cells).fill(1)), indices: b64(Uint16Array.from({ length: cells }, (_, c) => (c % 13 < 6 ? 0 : 1))), weights: b64(new Uint32Array(cells).fill(1 << 30)) }],
  });
}

test("every cell is found at its own middle, and near its rim", () => {
  const geometry = new Geometry(ground());
  for (let c = 0; c < geometry.ground.cells; c++) {
    for (const [dx, dy] of [[0, 0], [80, 0], [-80, 10], [0, 95], [40, -70]]) {
      const found = geometry.cellAt(geometry.toLonLat(geometry.x[c] + dx, geometry.y[c] + dy));
      assert.equal(found, c, `cell ${c} at ${dx}, ${dy}`);
    }
  }
});

test("the way to longitude and latitude and back is exact to a millimetre", () => {
  const geometry = new Geometry(ground());
  for (const [x, y] of [[150000, 370000], [161234.5, 383987.6], [175000, 395000]]) {
    const [bx, by] = geometry.toRD(geometry.toLonLat(x, y));
    assert.ok(Math.hypot(bx - x, by - y) < 0.001, `${x}, ${y}: off by ${Math.hypot(bx - x, by - y)}`);
  }
});

test("a side lies between a cell and its neighbour", () => {
  const geometry = new Geometry(ground());
  const c = geometry.cell(305, -532);
  for (let side = 0; side < sides.length; side++) {
    const other = geometry.neighbour(c, side);
    assert.ok(other >= 0);
    const middle = (k) => geometry.corner(c, k);
    const [a, b] = [middle(side), middle(side + 1)];
    const between = geometry.toLonLat((geometry.x[c] + geometry.x[other]) / 2, (geometry.y[c] + geometry.y[other]) / 2);
    assert.ok(Math.hypot((a[0] + b[0]) / 2 - between[0], (a[1] + b[1]) / 2 - between[1]) < 1e-6, `side ${side}`);
    assert.equal(geometry.neighbour(other, (side + 3) % 6), c);
  }
  assert.equal(geometry.cell(0, 0), -1);
});

test("borders lie where areas meet, once", () => {
  const geometry = new Geometry(ground());
  const layer = geometry.ground.layers[0];
  const lines = geometry.borders(layer);
  assert.ok(lines.length > 0);
  assert.equal(new Set(lines.map((line) => line.flat().map((n) => n.toFixed(7)).sort().join())).size, lines.length);
});
