import assert from "node:assert/strict";
import { test } from "node:test";

import { Columns } from "../../../attn_core/diagrams/js/head_view/columns.js";
import { measure } from "../fakes.js";
import { dataOf, tokens } from "./hand_made.js";

const columnsOf = (data, width = 600) => new Columns(data, width, measure);
const THREE = columnsOf(dataOf());
const many = (count) => columnsOf(dataOf(undefined, { query: tokens(count), key: tokens(2) }));

test("tokens stand in rows below their heading, looking at the left and looked at on the right", () => {
  assert.deepEqual(THREE.query.headings, [{ y: 13, text: "looks (query)" }]);
  assert.deepEqual(THREE.key.headings, [{ y: 13, text: "is looked at (key)" }]);
  assert.deepEqual([THREE.query.ys, THREE.key.ys], [[37, 59, 81], [37, 59, 81]]);
  assert.deepEqual([THREE.row, THREE.size, THREE.height], [22, 14, 96]);
});

test("lines run between the widest texts of both sides", () => {
  // The headings are the widest: 13 and 18 characters of 8.4 pixels.
  assert.deepEqual([THREE.query.wide, THREE.key.wide], [110, 152]);
  assert.deepEqual([THREE.left, THREE.right, THREE.width], [122, 436, 600]);
  assert.equal(columnsOf(dataOf(), 2000).width, 960);
});

test("the longer side makes the height", () => {
  const data = dataOf(undefined, { query: tokens(2), key: tokens(5) });
  assert.equal(columnsOf(data).height, 26 + 5 * 22 + 4);
  assert.equal(columnsOf({ ...data, query: data.key, key: data.query }).height, 26 + 5 * 22 + 4);
});

test("on a phone headings are short", () => {
  const [query, key] = ["query", "key"].map((side) => columnsOf(dataOf(), 499)[side].headings[0].text);
  assert.deepEqual([query, key], ["looks", "is looked at"]);
  assert.equal(columnsOf(dataOf(), 500).query.headings[0].text, "looks (query)");
});

test("each text of a pair has its heading and its letter", () => {
  const key = tokens(4, { segment: [0, 0, 1, 1] });
  const pair = columnsOf(dataOf(undefined, { key, pair: true }));
  assert.deepEqual(pair.key.headings, [
    { y: 13, text: "A is looked at (key)" },
    { y: 26 + 44 + 13, text: "B is looked at (key)" },
  ]);
  assert.deepEqual(pair.key.ys, [37, 59, 107, 129]);
  assert.equal(pair.key.bottom, 2 * 26 + 4 * 22 + 4);
  const second = columnsOf(dataOf(undefined, { query: tokens(1, { segment: [1] }), pair: true }));
  assert.equal(second.query.headings[0].text, "B looks (query)");
});

test("rows of a long text are lower, and so are its letters", () => {
  const rows = [10, 45, 50, 60, 63, 64, 70, 80, 116, 140, 1400].map((count) => [many(count).row, many(count).size]);
  const rounded = rows.map(([row, size]) => [Math.round(row * 10) / 10, size]);
  assert.deepEqual(
    rounded,
    [[22, 14], [20, 14], [18, 14], [15, 12], [14.3, 12], [14.1, 12], [12.9, 11], [12, 11], [12, 11], [10, 11], [1, 11]],
  );
});

test("long labels are cut to a third of the width", () => {
  const labels = ["x".repeat(40)];
  const { query } = columnsOf(dataOf(undefined, { query: tokens(1, { labels }) }));
  assert.equal(query.labels[0], `${"x".repeat(21)}…`); // 22 × 8.4 pixels are within 192
});

test("a point at a label is its token; between the columns, above and below there is none", () => {
  const at = (x, y, margin = 0) => THREE.hit(x, y, margin);
  assert.deepEqual(at(20, 59), { side: "query", at: 1 });
  assert.deepEqual(at(590, 81), { side: "key", at: 2 });
  assert.deepEqual([at(125, 37)?.side, at(126, 37), at(432, 37), at(433, 37)?.side], ["query", null, null, "key"]);
  assert.deepEqual([at(20, 25), at(20, 26)?.at, at(20, 47)?.at, at(20, 49)?.at], [null, 0, 0, 1]);
  assert.deepEqual([at(20, 92)?.at, at(20, 93)], [2, null]);
});

test("the strip beside the labels belongs to the tokens where it is shown", () => {
  assert.deepEqual([THREE.hit(145, 37, 20)?.side, THREE.hit(146, 37, 20)], ["query", null]);
  assert.deepEqual([THREE.hit(412, 37, 20), THREE.hit(413, 37, 20)?.side], [null, "key"]);
});

test("low rows are hit within six pixels", () => {
  const columns = columnsOf(dataOf(undefined, { query: tokens(2, { segment: [0, 1] }), key: tokens(700) }));
  assert.equal(columns.row, 2);
  assert.deepEqual(columns.query.ys, [27, 55]);
  assert.deepEqual([columns.hit(5, 33, 0)?.at, columns.hit(5, 34, 0)], [0, null]);
});

test("the nearest token to a height, the upper of two, and none where there are none", () => {
  assert.deepEqual([0, 47, 48, 49, 900].map((y) => THREE.nearest("key", y)?.at), [0, 0, 0, 1, 2]);
  assert.equal(THREE.nearest("query", 900)?.side, "query");
  const empty = columnsOf(dataOf([[]], { query: tokens(0), key: tokens(0) }));
  assert.equal(empty.nearest("key", 0), null);
  assert.equal(empty.hit(0, 0, 0), null);
  assert.deepEqual([empty.row, empty.height], [22, 4]);
});
