import assert from "node:assert/strict";
import { test } from "node:test";

import { levelOf, strength } from "../../../attn_core/diagrams/js/model_view/levels.js";
import { drawLines } from "../../../attn_core/diagrams/js/model_view/lines.js";
import { mapOf } from "../../../attn_core/diagrams/js/model_view/map.js";
import { Scene } from "../../../attn_core/diagrams/js/shared/scene.js";
import { THEME } from "../fakes.js";
import { looksOf, near } from "../scenes.js";
import { BOX, dataOf } from "./hand_made.js";

const GREY = [0xcc, 0xcc, 0xcc];
const BLUE = [0, 0, 0xff];

function linesOf(levels, more = {}, box = BOX) {
  const scene = new Scene(1, 1, "white", "Sans");
  drawLines(scene, box, Uint8Array.from(levels), dataOf(more));
  return scene.shapes;
}

/** The pixels of a map: [red, green, blue, opacity], row by row. */
function pixelsOf(levels, more = {}, box = BOX, ratio = 1) {
  const { width, height, pixels } = mapOf(box, Uint8Array.from(levels), dataOf({ lines: false, ...more }), ratio);
  const points = Array.from({ length: width * height }, (_, at) => [...pixels.subarray(4 * at, 4 * at + 4)]);
  return { width, height, points };
}

const dense = (level) => Math.round(255 * (0.05 + (0.95 * level) / 15));

test("a level is the root of the weight", () => {
  assert.deepEqual([0, 0.01, 0.1, 0.25, 0.5, 1].map(levelOf), [0, 2, 5, 8, 11, 15]);
});

test("lines are as dense as the weight, points as its root", () => {
  assert.deepEqual([0, 15].map((level) => strength(level, true)), [0.05, 1]);
  assert.deepEqual([0, 15].map((level) => strength(level, false)), [0.05, 1]);
  assert.equal(near(strength(6, true)), near(0.05 + 0.95 * 0.16));
  assert.equal(near(strength(6, false)), near(0.05 + 0.95 * 0.4));
});

test("a line runs from the row of its query at the left to that of its key at the right", () => {
  const shapes = linesOf([0, 0, 0, 0, 0, 15]); // the second of two looks at the third of three
  assert.deepEqual(looksOf(shapes, "d", "color", "opacity", "width"), [["M102 80L178 83.3", "#0000FF", 1, 2]]);
  assert.equal(linesOf([0, 12, 0, 0, 0, 0])[0].d, "M102 60L178 70");
});

test("lines of one look are one path, and level 0 is no line", () => {
  const shapes = linesOf([0, 0, 0, 0, 9, 9]);
  assert.deepEqual(shapes.map(({ d }) => d), ["M102 80L178 70M102 80L178 83.3"]);
  assert.deepEqual(linesOf([0, 0, 0, 0, 0, 0]), []);
});

test("what ends at a mark is grey and under the others, the weak under the strong", () => {
  const shapes = linesOf([1, 14, 3, 4, 5, 2]); // row 0 and column 0 are marks
  assert.deepEqual(looksOf(shapes, "color", "opacity"), [
    ...[1, 3, 4, 14].map((level) => ["#CCCCCC", near(strength(level, true))]),
    ...[2, 5].map((level) => ["#0000FF", near(strength(level, true))]),
  ]);
  const shown = linesOf([1, 14, 3, 4, 5, 2], { queryMarks: [0, 0], keyMarks: [0, 0, 0] });
  assert.ok(shown.every(({ color }) => color === "#0000FF"));
});

test("lines grow with the weight, and stay within their row", () => {
  const widths = [3, 9].map((level) => linesOf([0, 0, 0, 0, level, 0])[0].width);
  assert.deepEqual(widths.map(near), [near(0.6 + 1.4 / 5), near(0.6 + (1.4 * 3) / 5)]);
  assert.equal(linesOf([0, 0, 0, 0, 15, 0], {}, { ...BOX, height: 3 })[0].width, 1.5);
  assert.equal(linesOf([0, 0, 0, 0, 15, 0], {}, { ...BOX, height: 1 })[0].width, 0.6);
});

test("a map has a row for each query and a column for each key", () => {
  const { width, height, points } = pixelsOf([0, 0, 0, 3, 6, 15]);
  assert.deepEqual([width, height], [3, 2]);
  const clear = [0, 0, 0, 0];
  assert.deepEqual(points, [clear, clear, clear, [...GREY, dense(3)], [...BLUE, dense(6)], [...BLUE, dense(15)]]);
});

test("a map has the colours of its theme, and only whole pixels", () => {
  const theme = { ...THEME, attention: "#4A86F0", sink: "#B4B7C3" };
  const { points } = pixelsOf([0, 0, 0, 1, 15, 0], { theme });
  assert.deepEqual(points.slice(3, 5), [[0xb4, 0xb7, 0xc3, dense(1)], [0x4a, 0x86, 0xf0, 255]]);
  const { width, height } = pixelsOf([0, 0, 0, 0, 0, 0], {}, { ...BOX, width: 1.4, height: 0.9 }, 1.5);
  assert.deepEqual([width, height], [2, 1]);
});

test("a map's rows and columns of marks are grey", () => {
  const { points } = pixelsOf([9, 9, 9, 9, 9, 9]);
  const colors = points.map((point) => point.slice(0, 3));
  assert.deepEqual(colors, [GREY, GREY, GREY, GREY, BLUE, BLUE]);
});

test("where points are more than pixels the largest is kept", () => {
  const marks = { shape: [4, 4], queryMarks: [0, 0, 0, 0], keyMarks: [0, 0, 0, 0] };
  const levels = [1, 2, 0, 0, 7, 3, 0, 4, 0, 0, 9, 0, 5, 0, 0, 0];
  const { width, height, points } = pixelsOf(levels, marks, { ...BOX, width: 2, height: 2 });
  assert.deepEqual([width, height, points.map(([, , , opacity]) => opacity)], [2, 2, [7, 4, 5, 9].map(dense)]);
  const sharp = pixelsOf(levels, marks, { ...BOX, width: 2, height: 1.5 }, 2);
  assert.deepEqual([sharp.width, sharp.height], [4, 3]);
});

test("a word is kept over a mark of the same level, and a heavier mark over both", () => {
  const marks = { shape: [1, 2], queryMarks: [0], keyMarks: [1, 0] };
  const narrow = { ...BOX, width: 1 };
  assert.deepEqual(pixelsOf([9, 9], marks, narrow).points, [[...BLUE, dense(9)]]);
  assert.deepEqual(pixelsOf([10, 9], marks, narrow).points, [[...GREY, dense(10)]]);
});
