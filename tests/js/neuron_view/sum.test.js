import assert from "node:assert/strict";
import { test } from "node:test";

import { sumLines } from "../../../attn_core/diagrams/js/neuron_view/sum.js";
import { drawSum, sumHeight } from "../../../attn_core/diagrams/js/neuron_view/sum_picture.js";
import { Scene } from "../../../attn_core/diagrams/js/shared/scene.js";
import { looksOf, near, shapesOf, textOf } from "../scenes.js";
import { COLUMNS, dataOf, drawn, headOf, many } from "./hand_made.js";

const plain = (lines) => lines.map(({ name, how, result }) => [name, how, result]);

test("a sum on paper: each product, the score, its steps and the weight", () => {
  assert.deepEqual(plain(sumLines(drawn({ key: 0 }))), [
    ["dimension 0", "+3.00 × +1.00", "+3.00"],
    ["dimension 1", "−1.00 × +1.00", "−1.00"],
    ["q · k", "", "+2.00"],
    ["÷ √4", "", "+1.00"],
    ["softmax over 3 keys", "", "12 %"],
  ]);
  const lines = sumLines(drawn({ key: 0 }));
  assert.deepEqual(lines.map(({ value, total, final }) => [value, total, final]), [
    [
      3,
      undefined,
      undefined,
    ], [-1, undefined, undefined], [undefined, true, undefined], [undefined, undefined, undefined],
    [undefined, undefined, true],
  ]);
});

test("every step that the model takes has its line, in order", () => {
  const head = headOf({ softcap: 2, bias: [[0, 0, 0], [0, 0, 0], [1, 2, 3]] });
  const lines = plain(sumLines(drawn({ head, data: dataOf({ columns: COLUMNS }), key: 0 })));
  assert.deepEqual(
    lines.slice(2, -1),
    [["q · k", "", "+2.00"], ["÷ √4", "", "+1.00"], ["capped", "", "+0.92"], ["+ position", "", "+1.92"]],
  );
});

test("a masked key has a score but no weight, and a lone key all of it", () => {
  assert.deepEqual(
    plain(sumLines(drawn({ query: 1, key: 2 }))).slice(-3),
    [["q · k", "", "+8.00"], ["÷ √4", "", "+4.00"], ["masked: no weight", "", "–"]],
  );
  assert.deepEqual(plain(sumLines(drawn({ query: 0, key: 0 }))).at(-1), ["softmax over 1 key", "", "100 %"]);
});

test("six dimensions have a line of their own, the others one together", () => {
  const wide = many(2, 9);
  wide.head.key.set([1, -2, 3, 4, 5, 6, 7, 0.5, 0.25], 9);
  const lines = sumLines(drawn({ ...wide, query: 0, key: 1 }));
  assert.deepEqual(lines.map(({ name }) => name).slice(0, 8), [
    "dimension 6", "dimension 5", "dimension 4", "dimension 3", "dimension 2", "dimension 1", "the other 3", "q · k",
  ]);
  assert.deepEqual([lines[6].value, lines[6].result, lines[6].how, lines[7].result], [1.75, "+1.75", "", "+24.75"]);
  const six = many(2, 6);
  assert.ok(!sumLines(drawn({ ...six, query: 0, key: 1 })).some(({ name }) => name.includes("other")));
});

function scene(width = 640, top = 100, options = { key: 0 }) {
  const made = new Scene(width, 1, "white", "Sans");
  drawSum(made, drawn(options), top);
  return made;
}

test("the sum is written line below line, results under each other", () => {
  const found = scene();
  const title = textOf(found, "‘so’ and ‘<bos>’ multiplied out");
  assert.deepEqual([title.x, title.y, title.weight], [0, 130, 600]);
  const y = (line) => 152 + 10.5 + 21 * line;
  const texts = ["dimension 0", "+3.00 × +1.00", "+3.00", "q · k", "+1.00", "12 %"].map((said) => textOf(found, said));
  assert.deepEqual(looksOf(texts, "x", "y", "anchor", "weight", "color"), [
    [0, y(0), "start", 400, "#111111"], [240, y(0), "end", 400, "#777777"], [320, y(0), "end", 400, "#111111"],
    [0, y(2), "start", 600, "#111111"], [320, y(3), "end", 400, "#111111"], [320, y(4), "end", 600, "#111111"],
  ]);
  assert.equal(sumHeight(drawn({ key: 0 })), 52 + 5 * 21 + 12);
});

test("bars go right above zero and left below, the largest to the edge", () => {
  const found = scene();
  const zero = 344 + 296 * 0.35;
  const bars = looksOf(shapesOf(found, "rect"), "x", "y", "width", "height", "color");
  const left = (zero - 334) / 3; // a third of the room at the left, as 1 is of 3
  assert.deepEqual(bars, [
    [near(zero), 156.5, near(640 - zero), 12, "#0000FF"],
    [near(zero - left), 177.5, near(left), 12, "#FF8000"],
  ]);
  const [rule, axis] = looksOf(shapesOf(found, "line"), "x1", "y1", "x2", "y2");
  assert.deepEqual([rule, axis], [[0, 194, 320, 194], [near(zero), 152, near(zero), 194]]);
});

test("a product of nothing has a bar that can be seen, and a small page less room", () => {
  const nothing = shapesOf(scene(640, 0, { head: headOf({ query: [[0, 0], [0, 0], [0, 0]] }) }), "rect");
  assert.deepEqual(nothing.map(({ width }) => width), [0.5, 0.5]);
  const phone = scene(300);
  const [how, result] = ["+3.00 × +1.00", "+3.00"].map((said) => textOf(phone, said).x);
  assert.deepEqual([how, result].map(near), [174, 234]);
  const wide = shapesOf(scene(2000), "rect")[0];
  assert.equal(near(wide.x + wide.width), 640);
});

test("where there is less room at the right, a bar at the left is no longer than one there", () => {
  const phone = shapesOf(scene(300, 0, { query: 2, key: 2 }), "rect"); // 0 and −4
  const zero = 258 + 42 * 0.35;
  const room = Math.min(300 - zero, zero - 248);
  assert.deepEqual(looksOf(phone, "x", "width"), [[near(zero - room), near(room)], [near(zero), 0.5]]);
});
