import assert from "node:assert/strict";
import { test } from "node:test";

import { adopts, pressed } from "../../../attn_core/diagrams/js/neuron_view/choosing.js";
import { dataOf, tokens } from "./hand_made.js";

const labels = ["a", "b", "c", "d", "e"];
const DATA = dataOf({
  queryTokens: tokens(labels, { shown: [1, 3, 4] }),
  keyTokens: tokens(labels, { shown: [0, 2, 4] }),
});
const press = (name, chosen) => pressed(name, DATA, { query: 3, key: 2, expanded: true, ...chosen });

test("up and down choose the query of the next row, and stop at the ends", () => {
  assert.deepEqual(
    [press("ArrowUp"), press("ArrowDown")],
    [{ kind: "query", position: 1 }, { kind: "query", position: 4 }],
  );
  assert.deepEqual([press("ArrowUp", { query: 4 }).position, press("ArrowDown", { query: 1 }).position], [3, 3]);
  assert.deepEqual([press("ArrowUp", { query: 1 }).position, press("ArrowDown", { query: 4 }).position], [1, 4]);
});

test("left and right choose the key of the next row, in the sums alone", () => {
  assert.deepEqual(
    [press("ArrowLeft"), press("ArrowRight")],
    [{ kind: "key", position: 0 }, { kind: "key", position: 4 }],
  );
  assert.deepEqual([press("ArrowLeft", { key: 4 }).position, press("ArrowRight", { key: 0 }).position], [2, 2]);
  assert.deepEqual([press("ArrowLeft", { key: 0 }).position, press("ArrowRight", { key: 4 }).position], [0, 4]);
  assert.deepEqual(press("ArrowRight", { expanded: false }), { kind: "key", position: 2 });
});

test("Enter and the space bar show the sums, and other keys are not ours", () => {
  assert.deepEqual([press("Enter"), press(" ")], [{ kind: "expand" }, { kind: "expand" }]);
  for (const name of ["a", "Tab", "Escape"]) assert.equal(press(name), null);
});

test("what the server says is chosen is taken over where it is news", () => {
  const here = { tokens: "t", query: 2, expanded: false, untold: false, told: 3 };
  const sent = { tokens: "t", query: 4, expanded: false, answers: 3 };
  assert.equal(adopts(here, sent), true);
  assert.equal(adopts(here, { ...sent, query: 2 }), false);
  assert.equal(adopts(here, { ...sent, query: 2, expanded: true }), true);
  assert.equal(adopts(here, { ...sent, answers: 2 }), false); // a late answer
  assert.equal(adopts(here, { ...sent, answers: 4 }), true);
  assert.equal(adopts({ ...here, untold: true }, sent), false);
  assert.equal(adopts({ ...here, untold: true }, { ...sent, answers: 2, query: 2, tokens: "u" }), true); // other tokens
});
