import assert from "node:assert/strict";
import { test } from "node:test";

import { boxed, drawCells } from "../../../attn_core/diagrams/js/neuron_view/cells.js";
import { strip } from "../../../attn_core/diagrams/js/neuron_view/strip.js";
import { Strips } from "../../../attn_core/diagrams/js/neuron_view/strips.js";
import { Scene } from "../../../attn_core/diagrams/js/shared/scene.js";
import { THEME } from "../fakes.js";
import { looksOf } from "../scenes.js";
import { dataOf, headOf, tokens } from "./hand_made.js";

const BLUE = [0, 0, 255];
const ORANGE = [255, 128, 0];

const pixelsOf = ({ pixels }) => Array.from(
  { length: pixels.length / 4 },
  (_, at) => [...pixels.subarray(4 * at, 4 * at + 4)],
);

test("a number above zero is blue, one below orange, the denser the further from zero", () => {
  const bitmap = strip([4, -4, 1, -2, 0, 9], 6, 4, THEME);
  assert.deepEqual([bitmap.width, bitmap.height], [6, 1]);
  assert.deepEqual(pixelsOf(bitmap), [
    [...BLUE, 255], [...ORANGE, 255], [...BLUE, 64], [...ORANGE, 128], [...BLUE, 0], [...BLUE, 255],
  ]);
  const theme = { ...THEME, attention: "#4A86F0" };
  assert.deepEqual(pixelsOf(strip([1], 1, 1, theme)), [[0x4a, 0x86, 0xf0, 255]]);
});

test("cells go on in the next row, and what is left of the last is clear", () => {
  const bitmap = strip([1, 2, 3, 4, 4], 3, 4, THEME);
  assert.deepEqual([bitmap.width, bitmap.height], [3, 2]);
  assert.deepEqual(pixelsOf(bitmap).map(([, , , opacity]) => opacity), [64, 128, 191, 255, 255, 0]);
});

test("where nothing has full colour nothing is coloured", () => {
  assert.deepEqual(pixelsOf(strip([1, -1], 2, 0, THEME)).map(([, , , opacity]) => opacity), [0, 0]);
});

test("full colour is the head's own for queries and keys, for products the query's largest", () => {
  const strips = new Strips(headOf(), dataOf());
  assert.deepEqual([strips.full("query", 2), strips.full("key", 2)], [3, 12.5]);
  assert.equal(strips.full("product", 2), 6);
  assert.equal(strips.full("product", 1), 2); // not the 8 of the masked key
  assert.equal(strips.full("product", 0), 1);
  assert.equal(
    new Strips(
      headOf(),
      dataOf({ keyTokens: tokens(["<bos>", "hungry", "so"], { shown: [0, 2] }) }),
    ).full("product", 2),
    4,
  );
  assert.equal(new Strips(headOf({ query: [[0, 0], [0, 0], [0, 0]] }), dataOf()).full("product", 2), 1e-6);
});

test("a bitmap is of the vector of its name", () => {
  const strips = new Strips(headOf(), dataOf({ full: { query: 4, key: 4 } }));
  const dense = (
    name,
    query,
    key,
  ) => pixelsOf(strips.bitmap(name, query, key, 2)).map(([red, , , opacity]) => (red ? -opacity : opacity));
  assert.deepEqual(dense("query", 2, 1), [191, -64]); // 3, −1 of 4
  assert.deepEqual(dense("key", 2, 2), [0, 255]); // 0, 4 of 4
  assert.deepEqual(dense("product", 2, 0), [128, -43]); // 3, −1 of 6
  assert.equal(strips.bitmap("query", 2, 1, 1).height, 2);
});

test("bitmaps are made once for each vector and number of cells", () => {
  const strips = new Strips(headOf(), dataOf());
  const of = (...id) => strips.bitmap(...id);
  assert.equal(of("key", 2, 1, 2), of("key", 0, 1, 2)); // a key's is the same whichever query looks
  assert.equal(of("query", 2, 1, 2), of("query", 2, 0, 2));
  assert.equal(of("product", 2, 1, 2), of("product", 2, 1, 2));
  const ids = [
    ["key", 2, 1, 2],
    ["key", 2, 0, 2],
    ["query", 2, 1, 2],
    ["query", 1, 1, 2],
    ["product", 2, 1, 2],
    ["product", 1, 1, 2],
    ["product", 2, 0, 2],
    ["key", 2, 1, 1],
  ];
  assert.equal(new Set(ids.map((id) => of(...id))).size, ids.length);
});

test("cells fill their strip, with a frame half a pixel around them", () => {
  const scene = new Scene(1, 1, "white", "Sans");
  const bitmap = strip([1, 2, 3, 4], 3, 4, THEME);
  drawCells(scene, { wide: 160, lines: 3, tall: 7 }, THEME, bitmap, 10, 20);
  assert.deepEqual(looksOf(scene.shapes, "kind", "x", "y", "width", "height", "opacity", "outline"), [
    ["rect", 9.5, 19.5, 161, 22, 0.8, "#CCCCCC"],
    ["image", 10, 20, 160, 14, undefined, undefined],
  ]);
  assert.equal(scene.shapes[1].bitmap, bitmap);
});

test("a box is around the cell of its dimension", () => {
  const scene = new Scene(1, 1, "white", "Sans");
  const layout = { cells: 4, cell: 5, tall: 7 };
  boxed(scene, layout, 6, 100, 200, "red");
  assert.deepEqual(
    looksOf(scene.shapes, "x", "y", "width", "height", "outline", "color"),
    [[110, 207, 5, 7, "red", "rgba(0,0,0,0)"]],
  );
});
