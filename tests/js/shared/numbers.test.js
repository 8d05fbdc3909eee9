import assert from "node:assert/strict";
import { test } from "node:test";

import { finePercent, fixed, percent, signed } from "../../../attn_core/diagrams/js/shared/numbers.js";
import { casesOf } from "../scenes.js";

const writers = { percent, fine_percent: finePercent, signed };

for (const [kind, cases] of Object.entries(casesOf("numbers"))) {
  for (const [number, written] of cases) {
    const name = Object.is(number, -0) ? "-0" : number;
    test(`${kind} of ${name} is ${written}`, () => assert.equal(writers[kind](number), written));
  }
}

test("a number half way between two goes to the even one, as in Python", () => {
  assert.deepEqual([0.5, 1.5, 2.5, -2.5].map((number) => fixed(number, 0)), ["0", "2", "2", "-2"]);
  assert.deepEqual([0.25, 0.75, 1.25].map((number) => fixed(number, 1)), ["0.2", "0.8", "1.2"]);
  assert.deepEqual([3, 12.4, 12.6].map((number) => fixed(number, 0)), ["3", "12", "13"]);
});

test("a zero has no sign", () => {
  assert.deepEqual([-0, -0.001, -0.5].map((number) => fixed(number, 0)), ["0", "0", "0"]);
  assert.equal(fixed(-0.04, 1), "0.0");
  assert.equal(fixed(-10.04, 1), "-10.0");
});
