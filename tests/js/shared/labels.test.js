import assert from "node:assert/strict";
import { test } from "node:test";

import { labelsOf } from "../../../attn_core/diagrams/js/shared/badges.js";
import { fitting, spread, widest } from "../../../attn_core/diagrams/js/shared/labels.js";
import { tipPlace } from "../../../attn_core/diagrams/js/shared/tip.js";

const wide = (text) => [...text].length * 10;

test("a text that fits stays whole, a longer one ends in an ellipsis within the room", () => {
  assert.equal(fitting("abcde", 50, wide), "abcde");
  assert.equal(fitting("abcdef", 50, wide), "abcd…");
  assert.equal(fitting("abcdef", 5, wide), "…");
  assert.equal(fitting("", 0, wide), "");
});

test("a text is cut between what one sees as characters", () => {
  assert.equal(fitting("👩‍🚀👩‍🚀👩‍🚀", 45, wide), "👩‍🚀…"); // three code points each
});

test("the widest text counts, in whole pixels and no more than the limit", () => {
  const measure = (text, size) => (text.length * size) / 4;
  assert.equal(widest(["a", "abc", "ab"], measure), 10); // 3 × 13 / 4, rounded up
  assert.equal(widest(["a", "abc", "ab"], measure, 7), 7);
  assert.equal(widest(["abc"], measure, Infinity, 8), 6);
  assert.equal(widest([], measure), 0);
});

test("where rows are tall every label is written", () => {
  assert.deepEqual(spread([0, 0, 0], 12, 12), [true, true, true]);
});

test("where rows are close the heaviest labels are written, no two nearer than the gap", () => {
  assert.deepEqual(spread([1, 5, 4, 0, 3, 2], 5, 10), [false, true, false, false, true, false]);
  assert.deepEqual(spread([9, 0, 8, 0, 7], 4, 12), [true, false, false, false, true]); // 12 pixels are three rows
  assert.deepEqual(spread([0, 0, 0, 0, 0], 5, 10), [true, false, true, false, true]); // the first of equals
});

test("a row that is always written keeps its neighbours away", () => {
  assert.deepEqual(spread([9, 8, 7, 1, 1], 5, 10, [1]), [false, true, false, true, false]);
});

test("a head's labels have the words of their kind and their own score", () => {
  const kinds = [
    { symbol: "↓", badge: "sink", name: "<bos> sink" },
    { symbol: "←", badge: "prev", name: "previous token" },
  ];
  const badges = { kinds, heads: [[[], [[1, "83 %"], [0, "41 %"]]]] };
  assert.deepEqual(labelsOf(badges, 0, 1), [
    { ...kinds[1], said: "previous token (83 %)" },
    { ...kinds[0], said: "<bos> sink (41 %)" },
  ]);
  for (const [row, head] of [[0, 0], [1, 0], [0, 2]]) assert.deepEqual(labelsOf(badges, row, head), []);
  assert.deepEqual(labelsOf({ kinds: [], heads: [] }, 0, 0), []);
});

test("the tooltip is above the point and right of it, unless there is no room", () => {
  const tip = { width: 100, height: 30 };
  assert.deepEqual(tipPlace({ x: 50, y: 80 }, tip, 400, false), { left: 62, top: 42 });
  assert.deepEqual(tipPlace({ x: 50, y: 38 }, tip, 400, false), { left: 62, top: 0 });
  assert.deepEqual(tipPlace({ x: 50, y: 37 }, tip, 400, false), { left: 62, top: 57 }); // below: above it would be cut
  assert.deepEqual(tipPlace({ x: 50, y: 80 }, tip, 400, true), { left: 62, top: 100 });
  assert.deepEqual(tipPlace({ x: 350, y: 80 }, tip, 400, false), { left: 300, top: 42 });
  assert.deepEqual(tipPlace({ x: 50, y: 80 }, tip, 60, false), { left: 0, top: 42 });
});
