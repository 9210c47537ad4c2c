import assert from "node:assert/strict";
import test from "node:test";
import { parameters, readNumber, readView } from "../../../../tmp/js/testing.mjs";

test("an address gives the view that wrote it", () => {
  const view = {
    set: "city8", year: 2024, level: "district", thresholds: new Map([["noise-air.no2", 22.5], ["ses", -0.2]]),
    unit: "WK999901", table: true, page: 3, camera: { lon: 5.38764, lat: 52.15616, zoom: 12.5 },
  };
  const back = readView(new URL(`http://x/kaart/GM9999?${parameters(view)}`), "other", 1900);
  assert.deepEqual(back, view);
  const cell = { ...view, level: "cell", unit: "301,-533", table: false, page: 1, camera: undefined, thresholds: new Map() };
  assert.deepEqual(readView(new URL(`http://x/?${parameters(cell)}`), "", 0), cell);
});

test("nonsense in an address is passed over", () => {
  const view = readView(new URL("http://x/?jaar=x&niveau=straat&d.a=veel&plek=1,2&p=-4"), "city8", 2024);
  assert.deepEqual(view, { set: "city8", year: 2024, level: "cell", thresholds: new Map(), unit: "", table: false, page: 1, camera: undefined });
});

test("numbers are read as people type them", () => {
  for (const [text, value] of [["48", 48], ["0,3", 0.3], ["0.3", 0.3], ["−0,15", -0.15], ["1.200,5", 1200.5], [" 6 000 ", 6000]]) {
    assert.equal(readNumber(text), value, text);
  }
  for (const text of ["", "veel", "1,2,3"]) assert.ok(Number.isNaN(readNumber(text)), text);
});
