import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { decode, holeOf, MapScores } from "../../../../tmp/js/testing.mjs";

const file = new URL("../../../healthmap/testdata/score_cases.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8"));

const state = (item, unit) => ["under", "over", `hole:${holeOf(item, unit)}`][item.state[unit]];

for (const { name, ground, values, expect } of cases) {
  test(name, () => {
    const scores = new MapScores(decode(ground), values);
    for (const wanted of expect) {
      const found = scores.of(wanted.level);
      assert.deepEqual([...found.score], wanted.score, `${wanted.level}: score`);
      assert.deepEqual([...found.known], wanted.known, `${wanted.level}: known`);
      wanted.items.forEach((item, at) => {
        const scored = found.items[at];
        assert.deepEqual(item.state.map((_, unit) => state(scored, unit)), item.state, `${wanted.level}: ${item.id}`);
        item.parts.forEach((part, p) => {
          // equal to the last bit: both sides add in the same order
          assert.deepEqual([...scored.parts[p].value].map((v) => (Number.isNaN(v) ? null : v)), part, `${wanted.level}: ${item.id} part ${p}`);
        });
      });
    }
  });
}

test("a threshold that moves gives the same as scoring afresh", () => {
  const { ground, values } = cases.at(-1);
  const scores = new MapScores(decode(ground), values);
  scores.of("district");
  values.items[0].cut.threshold += 3;
  values.items[6].parts[1].cut.threshold -= 6;
  scores.update(0);
  scores.update(6);
  const fresh = new MapScores(decode(ground), values);
  for (const level of ["cell", "district"]) {
    assert.deepEqual(scores.of(level).score, fresh.of(level).score);
    assert.deepEqual(scores.of(level).known, fresh.of(level).known);
    assert.equal(scores.of(level).mostKnown, fresh.of(level).mostKnown);
  }
});
