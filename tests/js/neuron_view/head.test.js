import assert from "node:assert/strict";
import { test } from "node:test";

import { AttentionHead, largest } from "../../../attn_core/diagrams/js/neuron_view/head.js";
import { casesOf, near } from "../scenes.js";
import { headOf } from "./hand_made.js";

const rounded = (numbers) => numbers && [...numbers].map(near);
const shares = (...scores) => {
  const powers = scores.map(Math.exp);
  return powers.map((power) => near(power / powers.reduce((sum, each) => sum + each)));
};
const BIAS = [[0, 0, 0], [0, 0, 0], [Math.log(2), -1, 5]];

test("a query times a key is one number a dimension", () => {
  const head = headOf();
  assert.deepEqual([...head.products(2, 0)], [3, -1]);
  assert.deepEqual([...head.products(1, 2)], [0, 8]);
  assert.deepEqual([head.size, head.nKeys], [2, 3]);
});

test("a vector is that of its own position", () => {
  assert.deepEqual([...headOf().vector("query", 2)], [3, -1]);
  assert.deepEqual([...headOf().vector("key", 1)], [2, 0]);
});

test("the mask says whom a query may look at", () => {
  const head = headOf({ mask: [[1, 0, 0], [1, 1, 0], [0, 1, 1]] });
  assert.deepEqual([0, 1, 2].map((key) => head.seen(0, key)), [true, false, false]);
  assert.deepEqual([0, 1, 2].map((key) => head.seen(2, key)), [false, true, true]);
});

test("products add up, are scaled, and become shares of those that are seen", () => {
  const { dot, scaled, capped, biased, weight } = headOf().steps(2);
  assert.deepEqual([[...dot], [...scaled], capped, biased], [[2, 6, -4], [1, 3, -2], null, null]);
  assert.deepEqual(rounded(weight), shares(1, 3, -2));
  const { dot: all, weight: some } = headOf().steps(1);
  assert.deepEqual([...all], [2, 0, 8]);
  assert.deepEqual(rounded(some), [...shares(1, 0), 0]); // the last is masked, however large its score
});

test("a softcap bends scores after they are scaled", () => {
  const { scaled, capped, weight } = headOf({ softcap: 2 }).steps(2);
  const bent = [1, 3, -2].map((score) => 2 * Math.tanh(score / 2));
  assert.deepEqual([[...scaled], rounded(capped)], [[1, 3, -2], bent.map(near)]);
  assert.deepEqual(rounded(weight), shares(...bent));
});

test("a position bias is added last, that of its own query", () => {
  const { capped, biased, weight } = headOf({ bias: BIAS }).steps(2);
  const moved = [1 + Math.log(2), 2, 3];
  assert.deepEqual([capped, rounded(biased)], [null, moved.map(near)]);
  assert.deepEqual(rounded(weight), shares(...moved));
  const both = headOf({ bias: BIAS, softcap: 2 }).steps(2);
  assert.deepEqual(rounded(both.biased), [...both.capped].map((score, key) => near(score + BIAS[2][key])));
  assert.deepEqual(rounded(both.weight), shares(...both.biased));
});

test("weights of huge scores are shares, not infinities", () => {
  const { weight } = headOf({ scale: 1000 }).steps(2);
  assert.deepEqual([...weight], [0, 1, 0]);
});

test("steps are worked out once for each query", () => {
  const head = headOf();
  assert.equal(head.steps(2), head.steps(2));
  assert.notEqual(head.steps(2), head.steps(1));
});

test("the heaviest of some keys, the first of equals", () => {
  assert.equal(headOf().heaviest(2, [0, 1, 2]), 1);
  assert.equal(headOf().heaviest(2, [2, 0]), 0);
  assert.equal(headOf({ scale: 0 }).heaviest(2, [2, 1]), 2);
});

test("the largest products count whatever their sign, the first of equals", () => {
  assert.deepEqual(largest(Float64Array.of(1, -3, 2, 3, 0), 3), [1, 3, 2]);
  assert.deepEqual(largest(Float64Array.of(1), 3), [0]);
  assert.deepEqual(largest(new Float64Array(4), 4), [0, 1, 2, 3]);
});

test("what Python sends is worked out as Python would", async () => {
  const sent = casesOf("neuron_view");
  const head = await AttentionHead.from(sent);
  assert.deepEqual([head.size, head.scale, head.softcap, head.bias], [2, 0.5, 4, null]);
  assert.deepEqual([[...head.query], [...head.key]], [[1, 0, 0, 2, 3, -1], [1, 1, 2, 0, 0, 4]]);
  assert.deepEqual([...head.mask], [1, 0, 0, 1, 1, 0, 1, 1, 1]);
  assert.deepEqual(rounded(head.steps(2).capped), [1, 3, -2].map((score) => near(4 * Math.tanh(score / 4))));
  const biased = await AttentionHead.from({ ...sent, bias: sent.query });
  assert.deepEqual([...biased.bias], [1, 0, 0, 2, 3, -1]);
});
