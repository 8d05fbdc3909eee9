import assert from "node:assert/strict";
import { test } from "node:test";

import { QUERY, sheetHit, sheetLayout } from "../../../attn_core/diagrams/js/neuron_view/sheet_layout.js";
import { sheetPicture } from "../../../attn_core/diagrams/js/neuron_view/sheet_picture.js";
import { looksOf, near, shapesOf, textOf, textsOf } from "../scenes.js";
import { COLUMNS, columnsOf, dataOf, drawn, headOf, many, tokens } from "./hand_made.js";

const layoutOf = (options, width = 800) => sheetLayout(drawn(options), width);
const LAYOUT = layoutOf();
const PORT = { x: 0, y: 0, width: 800, height: 400 };
// Labels 59 wide, two strips of 219; rows of 26 pixels below y = 82.
const [K, P, DOT, SCALED, SOFTMAX] = LAYOUT.places;
const BIG = many(3, 256);

test("columns stand side by side: labels, two strips, a number a step, the weight", () => {
  const spare = 800 - 59 - 2 * 68 - 112 - 3 * 14;
  const wide = Math.floor(spare / 2);
  assert.deepEqual([LAYOUT.label, LAYOUT.wide], [59, wide]);
  const ends = [59 + wide, 73 + 2 * wide, 87 + 2 * wide + 68, 87 + 2 * wide + 136, 87 + 2 * wide + 248];
  assert.deepEqual(LAYOUT.places.map(({ name, x, end }) => [name, x, end]), [
    ["key", 59, ends[0]], ["product", 73 + wide, ends[1]], ["dot", 87 + 2 * wide, ends[2]],
    ["scaled", ends[2], ends[3]], ["weight", ends[3], ends[4]],
  ]);
  assert.equal(LAYOUT.width, ends[4]);
  assert.equal(layoutOf({ data: dataOf({ columns: COLUMNS }) }).places.length, 7);
});

test("strips take what the page leaves, within bounds", () => {
  assert.deepEqual([layoutOf({}, 300).wide, layoutOf({}, 3000).wide], [160, 460]);
  const labels = ["x".repeat(40), "b", "c"];
  const long = { data: dataOf({ queryTokens: tokens(labels) }) };
  assert.equal(layoutOf({ ...long, query: 0 }).label, 162); // the query that looks is written there too
  assert.equal(layoutOf({ ...long, query: 1 }).label, 59);
  assert.deepEqual(
    [layoutOf({ ...long, query: 0 }, 499).label, layoutOf({ ...long, query: 0 }, 500).label],
    [104, 162],
  );
});

test("many dimensions are wrapped into lines of cells at least three pixels wide", () => {
  assert.deepEqual([LAYOUT.lines, LAYOUT.cells, LAYOUT.tall, LAYOUT.row, LAYOUT.top], [1, 2, 14, 26, 82]);
  assert.deepEqual([LAYOUT.cell, LAYOUT.height], [LAYOUT.wide / 2, 82 + 3 * 26 + 4]);
  const { lines, cells, tall, row, top } = layoutOf(BIG, 300); // 256 cells on 160 pixels
  assert.deepEqual([lines, cells, tall, row, top], [5, 52, 4, 30, QUERY + 20 + 44]);
  const two = layoutOf(many(3, 100), 300);
  assert.deepEqual([two.lines, two.tall, two.row], [2, 11, 32]);
});

test("a point in a row is its key and column, and in a strip its dimension", () => {
  const hit = (x, y, port = PORT) => ({ ...sheetHit(drawn(), LAYOUT, port, x, y) });
  assert.deepEqual(hit(K.x + 1, 82 + 13), { column: "key", key: 0, dimension: 0 });
  assert.deepEqual(hit(P.end - 1, 82 + 26 + 13), { column: "product", key: 1, dimension: 1 });
  assert.deepEqual(hit(DOT.x, 82 + 52), { column: "dot", key: 2 });
  assert.deepEqual(hit(SOFTMAX.end - 1, 82), { column: "weight", key: 0 });
  assert.deepEqual(hit(20, 82), { column: undefined, key: 0 });
  assert.deepEqual(hit(K.x + 1, 82), { column: "key", key: 0 }); // above the strip, in its row
  assert.deepEqual([hit(K.x + 1, 87).dimension, hit(K.x + 1, 88).dimension], [undefined, 0]);
  assert.deepEqual([hit(K.x + 1, 101).dimension, hit(K.x + 1, 102).dimension], [0, undefined]);
  assert.deepEqual(hit(K.end + 1, 95), { column: undefined, key: 0 }); // the gap after a strip
  assert.deepEqual(hit(K.x + 1, 82 + 78), { column: "key", key: undefined }); // below the last row
});

test("the query's strip and the titles are hit above the rows", () => {
  const hit = (x, y) => ({ ...sheetHit(drawn(), LAYOUT, PORT, x, y) });
  assert.deepEqual(hit(K.end - 1, QUERY), { column: "key", key: undefined, dimension: 1 });
  assert.deepEqual(hit(K.end - 1, QUERY + 14), { column: "key", key: undefined });
  assert.deepEqual(hit(P.x + 1, QUERY + 5), { column: "product", key: undefined }); // no strip there
  assert.deepEqual(hit(SCALED.x + 1, 70), { column: "scaled", key: undefined });
});

test("what is hit moves with the scrolled sheet, but for the header and the key labels", () => {
  const port = { x: 100, y: 26, width: 300, height: 200 };
  const hit = (x, y) => sheetHit(drawn(), LAYOUT, port, x, y);
  assert.deepEqual([hit(20, 95).key, hit(20, 95).column], [1, undefined]);
  assert.deepEqual([hit(K.end - 101, 95).column, hit(K.end - 99, 95).column], ["key", undefined]);
  assert.equal(hit(K.end - 101, QUERY + 3).dimension, 1);
  assert.equal(hit(K.end - 101, 95).dimension, 1);
  assert.equal(hit(20, 81).key, undefined);
});

test("in lines of cells the dimension counts on from line to line", () => {
  const layout = layoutOf(BIG, 300);
  const { x } = layout.places[0];
  const hit = (column, line) => {
    const [left, top] = [x + (column + 0.5) * layout.cell, layout.top + 5 + (line + 0.5) * layout.tall];
    return sheetHit(drawn(BIG), layout, PORT, left, top).dimension;
  };
  assert.deepEqual(
    [hit(0, 0), hit(51, 0), hit(0, 1), hit(3, 2), hit(47, 4), hit(48, 4)],
    [0, 51, 52, 107, 255, undefined],
  );
});

const scene = (options, port = PORT, layout = layoutOf(options)) => sheetPicture(drawn(options), layout, port);

test("each row has its key's number of every step", () => {
  const numbers = looksOf(
    shapesOf(scene({}), "text").filter(({ text }) => /^[+−]\d+\.\d\d$/.test(text)),
    "text",
    "x",
    "y",
    "anchor",
  );
  assert.deepEqual(numbers, [
    ["+2.00", DOT.end, 95, "end"], ["+1.00", SCALED.end, 95, "end"],
    ["+6.00", DOT.end, 121, "end"], ["+3.00", SCALED.end, 121, "end"],
    ["−4.00", DOT.end, 147, "end"], ["−2.00", SCALED.end, 147, "end"],
  ]);
  const all = dataOf({ columns: COLUMNS });
  const head = headOf({ softcap: 2, bias: [[0, 0, 0], [0, 0, 0], [1, 1, 1]] });
  const said = textsOf(scene({ data: all, head }, { ...PORT, width: 1200 }, layoutOf({ data: all, head }, 1200)));
  assert.ok(["+0.92", "+1.92", "+1.81", "+2.81"].every((number) => said.includes(number)));
});

test("each row has a bar as long as its weight, grey for a mark", () => {
  const room = 112 - 14 - 54;
  const weight = headOf().steps(2).weight;
  const bars = shapesOf(scene({}), "rect").filter(({ height, y }) => height === 12 && y > 82);
  assert.deepEqual(looksOf(bars, "x", "y", "width", "color"), [
    [SOFTMAX.x + 15, 89, near((room) * weight[0]), "#CCCCCC"],
    [SOFTMAX.x + 15, 115, near(room * weight[1]), "#0000FF"],
    [SOFTMAX.x + 15, 141, 0.5, "#0000FF"],
  ]);
  const said = ["12 %", "88 %", "0.6 %"].map((share) => textOf(scene({}), share));
  assert.deepEqual(looksOf(said, "x", "y", "anchor"), [95, 121, 147].map((y) => [SOFTMAX.end, y, "end"]));
  const rules = shapesOf(scene({}), "rect").filter(({ width, height }) => width === 1 && height === 14);
  assert.deepEqual(looksOf(rules, "x", "y"), [88, 114, 140].map((y) => [SOFTMAX.x + 14, y]));
});

test("a masked row is veiled and has no weight", () => {
  const masked = scene({ query: 1, key: 0 });
  const veils = shapesOf(masked, "rect").filter(({ opacity }) => opacity === 0.6);
  assert.deepEqual(
    looksOf(veils, "x", "y", "width", "height", "color"),
    [K, P].map(({ x }) => [x - 1, 134, LAYOUT.wide + 2, 25, "#FFFFFF"]),
  );
  assert.deepEqual(
    looksOf([textOf(masked, "masked")], "x", "y", "anchor", "color"),
    [[SOFTMAX.end, 147, "end", "#777777"]],
  );
  const [number, shown] = ["+8.00", "+0.00"].map((text) => shapesOf(masked, "text").find((each) => each.text === text));
  assert.deepEqual(looksOf([number, shown], "color", "opacity"), [["#777777", 0.7], ["#111111", 1]]);
  const label = shapesOf(masked, "text").find(({ text, y }) => text === "so" && y === 147);
  assert.deepEqual([label.color, label.opacity], ["#777777", 0.7]);
});

test("each strip is that of its row", () => {
  const drawing = drawn();
  const images = shapesOf(sheetPicture(drawing, LAYOUT, PORT), "image").filter(({ width }) => width === LAYOUT.wide);
  const of = (name, key) => drawing.strips.bitmap(name, 2, key, 2);
  assert.deepEqual(images.map(({ bitmap }) => bitmap), [
    ...[0, 1, 2].flatMap((key) => [of("key", key), of("product", key)]), of("query", 0),
  ]);
  assert.deepEqual(looksOf(images, "x", "y"), [
    ...[88, 114, 140].flatMap((y) => [[K.x, y], [P.x, y]]), [K.x, QUERY],
  ]);
});

test("a head without a step has no column of it", () => {
  const data = dataOf({ columns: columnsOf() });
  assert.deepEqual(layoutOf({ data }).places.map(({ name }) => name), ["key", "product", "dot", "weight"]);
});
