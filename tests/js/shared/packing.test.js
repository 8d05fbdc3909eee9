import assert from "node:assert/strict";
import { test } from "node:test";

import { exactly, inflated, unpacked } from "../../../attn_core/diagrams/js/shared/packing.js";
import { casesOf } from "../scenes.js";

const cases = casesOf("packing");

test("bytes come back as Python deflated them", async () => {
  const bytes = new Uint8Array(await inflated(cases.bytes.deflated));
  assert.deepEqual([...bytes], cases.bytes.numbers);
});

for (const { steps, whole, sent } of cases.packed) {
  test(`weights come back from whole numbers of ${steps} steps`, async () => {
    const weights = await unpacked(sent);
    assert.deepEqual([...weights], [...Float32Array.from(whole, (number) => number / steps)]);
    assert.deepEqual([weights[1], weights.length], [1, 8]);
  });
}

test("float32 come back to the last bit", async () => {
  const found = await exactly(cases.exactly.sent);
  assert.deepEqual([...found], [...Float32Array.from(cases.exactly.numbers)]);
  assert.ok(Object.is(found[1], -0));
});
