import assert from "node:assert/strict";
import { test } from "node:test";

import { QUERY, sheetLayout } from "../../../attn_core/diagrams/js/neuron_view/sheet_layout.js";
import { sheetPicture } from "../../../attn_core/diagrams/js/neuron_view/sheet_picture.js";
import { frameHeight, revealing, scrolls } from "../../../attn_core/diagrams/js/neuron_view/scrolling.js";
import { sheetTip, sumSentence } from "../../../attn_core/diagrams/js/neuron_view/words.js";
import { looksOf, near, shapesOf, textOf, textsOf } from "../scenes.js";
import { dataOf, drawn, headOf, many } from "./hand_made.js";

const PORT = { x: 0, y: 0, width: 800, height: 400 };
const LAYOUT = sheetLayout(drawn(), 800);
const [K, P, DOT, , SOFTMAX] = LAYOUT.places;

const scene = (options = {}, port = PORT, layout = LAYOUT) => sheetPicture(drawn(options), layout, port);
const boxes = (options) => {
  const found = shapesOf(scene(options), "rect").filter(({ color }) => color === "rgba(0,0,0,0)");
  return looksOf(found, "x", "y", "width", "height", "outline");
};

test("the header names every column, the query and what is done", () => {
  const titles = ["k", "q × k", "q · k", "÷ √4", "softmax"].map((title) => textOf(scene(), title));
  assert.deepEqual(looksOf(titles, "x", "y", "anchor", "weight"), [
    [K.x, 64, "start", 600], [P.x, 64, "start", 600], ...LAYOUT.places.slice(2).map(({ end }) => [end, 64, "end", 600]),
  ]);
  const others = [
    "q",
    "query",
    "keys",
    "Each cell of q is multiplied with the cell of k below it.",
  ].map((said) => textOf(scene(), said));
  assert.deepEqual(looksOf(others, "x", "y", "size"), [[K.x, 10, 13], [2, 10, 12], [2, 64, 12], [P.x, QUERY + 7, 12]]);
  const who = shapesOf(scene(), "text").find(({ text, color }) => text === "so" && color === "#00AA00");
  assert.deepEqual([who.x, who.y, who.weight], [2, QUERY + 7, 600]);
});

test("each kind of strip has its colours with the numbers at their ends", () => {
  const found = shapesOf(scene(), "text").filter(({ size }) => size === 11);
  assert.deepEqual(looksOf(found, "text", "x", "y", "anchor"), [
    ["+12", K.end, 64, "end"], ["−12", K.end - 80, 64, "end"],
    ["+6.0", P.end, 64, "end"], ["−6.0", P.end - 80, 64, "end"],
    ["+3.0", K.end, 10, "end"], ["−3.0", K.end - 80, 10, "end"],
  ]);
  const shades = shapesOf(scene(), "image").filter(({ width }) => width === 44);
  assert.deepEqual(
    looksOf(shades, "x", "y", "height"),
    [[K.end - 76, 59, 10], [P.end - 76, 59, 10], [K.end - 76, 5, 10]],
  );
  const { width, height, pixels } = shades[0].bitmap;
  assert.deepEqual(
    [width, height, [...pixels.slice(0, 4)], [...pixels.slice(-4)]],
    [32, 1, [255, 128, 0, 255], [0, 0, 255, 255]],
  );
  assert.ok(pixels[4 * 15 + 3] < 10 && pixels[4 * 16 + 3] < 10); // clear in the middle
});

test("numbers from ten on have no decimals", () => {
  const said = (full) => textsOf(scene({ data: dataOf({ full: { query: full, key: 1 } }) }));
  assert.ok(said(9.96).includes("+10.0") && said(10).includes("+10") && said(22.4).includes("−22"));
});

test("the chosen key's row is tinted and its label bold, the one pointed at less", () => {
  const tints = (options) => {
    const found = shapesOf(scene(options), "rect").filter(({ opacity, color }) => color === "#0000FF" && opacity < 0.2);
    return looksOf(found, "x", "y", "width", "height", "opacity");
  };
  const [left, right] = [LAYOUT.label - 4, LAYOUT.width];
  assert.deepEqual(tints({ pointed: { key: 2 } }), [
    [left, 108, right, 25, 0.14], [left, 134, right, 25, 0.06], [0, 108, left, 25, 0.14], [0, 134, left, 25, 0.06],
  ]);
  assert.equal(tints({ pointed: { key: 1 } }).length, 2);
  const labels = ["<bos>", "hungry"].map((label) => textOf(scene(), label));
  assert.deepEqual(looksOf(labels, "x", "y", "weight", "color"), [[2, 95, 400, "#777777"], [2, 121, 600, "#111111"]]);
});

test("boxes are around the dimensions that make most of the chosen key's sum", () => {
  const big = many(2, 5, () => 1);
  big.head.key.set([0, 3, -4, 1, 2], 5);
  const layout = sheetLayout(drawn({ ...big, query: 0, key: 1 }), 800);
  const found = shapesOf(
    sheetPicture(drawn({ ...big, query: 0, key: 1 }), layout, PORT),
    "rect",
  ).filter(({ outline }) => outline === "#111111");
  const start = layout.places[1].x;
  assert.deepEqual(found.map(({ x }) => Math.round((x - start) / layout.cell)), [2, 1, 4]);
  assert.ok(found.every(({ y }) => y === 108 + 6));
});

test("a dimension that is pointed at is boxed in q, in k and in their product", () => {
  const half = LAYOUT.cell;
  const pointed = { key: 0, dimension: 1 };
  assert.deepEqual(boxes({ pointed }).filter(([, , , , outline]) => outline === "#00AA00"), [
    [near(K.x + half), 88, near(half), 14, "#00AA00"],
    [near(P.x + half), 88, near(half), 14, "#00AA00"],
    [near(K.x + half), QUERY, near(half), 14, "#00AA00"],
  ]);
  assert.equal(boxes({ pointed: { dimension: 1 } }).filter(([, , , , outline]) => outline === "#00AA00").length, 1);
  assert.equal(boxes({ pointed: { key: 0 } }).filter(([, , , , outline]) => outline === "#00AA00").length, 0);
});

test("a scrolled sheet moves under its header and beside its labels", () => {
  const still = scene();
  const moved = scene({}, { x: 30, y: 26, width: 500, height: 120 });
  assert.deepEqual([moved.width, moved.height], [500, 120]);
  const place = (found, said) => looksOf([textOf(found, said)], "x", "y")[0];
  assert.deepEqual(place(moved, "+6.00"), [DOT.end - 30, place(still, "+6.00")[1] - 26]);
  assert.deepEqual(place(moved, "q · k"), [DOT.end - 30, 64]);
  assert.deepEqual(place(moved, "hungry"), [2, 121 - 26]);
  assert.ok(!textsOf(moved).includes("<bos>")); // scrolled out of sight
  const lines = looksOf(shapesOf(moved, "line"), "x1", "y1", "x2", "y2", "opacity");
  assert.deepEqual(lines, [[0, 78, 500, 78, 0.7], [55, 0, 55, 120, 0.7]]);
  assert.equal(shapesOf(still, "line").length, 1);
  const covers = shapesOf(moved, "rect").filter(({ x, y, color }) => x === 0 && y === 0 && color === "#FFFFFF");
  assert.deepEqual(looksOf(covers, "width", "height"), [[55, 120], [500, 78], [55, 78]]);
});

test("only rows in sight are drawn", () => {
  const crowd = many(200);
  const layout = sheetLayout(drawn(crowd), 800);
  const seen = (y, height) => {
    const found = sheetPicture(drawn({ ...crowd, query: 0 }), layout, { ...PORT, y, height });
    return shapesOf(
      found,
      "text",
    ).filter(({ text, color }) => /^t\d/.test(text) && color === "#111111").map(({ text }) => text);
  };
  assert.deepEqual(seen(0, 82 + 52), ["t0", "t1"]);
  assert.deepEqual(seen(27, 82 + 52), ["t1", "t2", "t3"]);
  assert.deepEqual(seen(26 * 198, 400), ["t198", "t199"]);
  assert.deepEqual(seen(-5, 82 + 26), ["t0"]);
});

test("a tall sheet scrolls in a frame, with room for a bar where it is too wide", () => {
  assert.deepEqual([scrolls(560), scrolls(561)], [false, true]);
  const heights = [
    [500, 300],
    [500, 900],
    [501, 300],
    [501, 900],
  ].map(([width, height]) => frameHeight({ width, height }, 500));
  assert.deepEqual(heights, [300, 560, 316, 576]);
});

test("the frame scrolls to a row that is out of sight, and to its middle", () => {
  const reveal = (start, y) => revealing({ start, tall: 26, header: 82 }, { x: 0, y, width: 800, height: 560 });
  // 452 = 560 − 82 − 26.
  assert.deepEqual([reveal(0, 0), reveal(452, 0), reveal(26, 26), reveal(478, 26)], [0, 0, 26, 26]);
  assert.equal(reveal(453, 0), 453 - 226);
  assert.equal(reveal(25, 26), 25 - 226);
});

test("a point of the sheet is told in words", () => {
  const tip = (hit, options) => sheetTip(drawn(options), hit);
  assert.equal(tip({ column: "dot" }), "about dot");
  assert.equal(tip({}), null);
  assert.equal(tip({ key: 1 }), "‘hungry’, position 1");
  assert.equal(tip({ column: "weight", key: 1 }), "‘so’ looks at ‘hungry’ with 88 %.");
  assert.equal(tip({ column: "weight", key: 2 }, { query: 1 }), "‘so’ is masked: ‘hungry’ may not look at it.");
  assert.equal(tip({ column: "key", dimension: 1 }), "Dimension 1 of ‘so’: q −1.00");
  assert.equal(tip({ column: "key", key: 1, dimension: 0 }), "Dimension 0 of ‘hungry’: k +2.00");
  assert.equal(tip({ column: "product", key: 2, dimension: 1 }), "Dimension 1: q −1.00 × k +4.00 = −4.00");
});

test("the sum is told in one sentence", () => {
  assert.equal(
    sumSentence(drawn()),
    "Query ‘so’, key ‘hungry’: q·k +6.00, weight 88 %. Largest: dimension 0 +6.00, dimension 1 +0.00.",
  );
  const masked = drawn({ query: 1, key: 2, head: headOf() });
  assert.equal(
    sumSentence(masked),
    "Query ‘hungry’, key ‘so’: q·k +8.00, masked. Largest: dimension 1 +8.00, dimension 0 +0.00.",
  );
  const wide = many(2, 5);
  const { key } = wide.head;
  key.set([0, 3, -4, 1, 2], 5);
  assert.match(
    sumSentence(drawn({ ...wide, query: 0, key: 1 })),
    /Largest: dimension 2 −4\.00, dimension 1 \+3\.00, dimension 4 \+2\.00\.$/,
  );
  assert.equal(SOFTMAX.name, "weight");
});
