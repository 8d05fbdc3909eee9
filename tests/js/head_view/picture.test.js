import assert from "node:assert/strict";
import { test } from "node:test";

import { pictureOf } from "../../../attn_core/diagrams/js/head_view/picture.js";
import { looksOf, near, shapesOf, textOf, textsOf } from "../scenes.js";
import { drawn, tokenAt, tokens } from "./hand_made.js";

const GREY = "#CCCCCC";
const [RED, GOLD, BLUE] = ["#AA0000", "#BBBB00", "#0000FF"];

/** Each line as [from token, to token, colour, opacity]. */
function linesOf(drawing, focus = null) {
  return shapesOf(pictureOf(drawing, focus), "line").map(({ y1, y2, color, opacity }) => {
    return [tokenAt(drawing, "query", y1), tokenAt(drawing, "key", y2), color, near(opacity)];
  });
}

const faint = (share, of = 0.6) => near((share / of) ** 0.8);
const halved = (share) => near(Math.min(1, (share / 0.6) ** 0.8) / 2);

test("lines join the tokens of their weight, in their head's colour, denser with the weight", () => {
  const drawing = drawn();
  assert.deepEqual(linesOf(drawing), [
    // Grey and under the others what ends at <bos>; the faint before the strong.
    [2, 0, GREY, halved(0.2)], [2, 0, GREY, halved(0.4)], [1, 0, GREY, halved(0.5)], [1, 0, GREY, 0.5],
    [0, 0, GREY, 0.5], [0, 0, GREY, 0.5],
    [2, 1, GOLD, faint(0.1)], [2, 2, RED, faint(0.2)], [1, 1, GOLD, faint(0.25)], [1, 1, RED, faint(0.5)],
    [2, 2, GOLD, faint(0.5)], [2, 1, RED, 1],
  ]);
});

test("lines run from column to column, those of one pair beside each other", () => {
  const lines = shapesOf(pictureOf(drawn(), null), "line");
  assert.ok(lines.every(({ x1, x2 }) => x1 === 122 && x2 === 436));
  const [first, second] = lines.filter(({ y2 }) => Math.abs(y2 - 81) < 5); // from the last token to itself
  assert.deepEqual([first.color, first.y1, first.y2], [RED, 81 - 1.25, 81 - 1.25]);
  assert.deepEqual([second.color, second.y1, second.y2], [GOLD, 81 + 1.25, 81 + 1.25]);
  assert.equal(first.width, 2);
});

test("each end of a line is at its own side's height", () => {
  const sides = { query: tokens(3, { segment: [0, 0, 1] }), key: tokens(3, { segment: [0, 1, 1] }) };
  const weights = [[[0, 1, 0], [0, 1, 0], [1, 0, 0]]];
  const lines = shapesOf(pictureOf(drawn({ weights, choice: { heads: [0] }, ...sides }), null), "line");
  assert.deepEqual(looksOf(lines, "y1", "y2"), [[37, 85], [59, 85], [107, 37]]);
});

test("many heads in low rows have thin lines that stay within their row", () => {
  const count = 16;
  const weights = Array.from({ length: count }, () => [[1]]);
  const drawing = drawn({ weights, choice: { heads: [...Array(count).keys()] }, query: tokens(1), key: tokens(1) });
  const lines = shapesOf(pictureOf(drawing, null), "line");
  const apart = (22 * 0.6) / count;
  assert.deepEqual([near(lines[0].y1), near(lines.at(-1).y1)], [near(37 - 7.5 * apart), near(37 + 7.5 * apart)]);
  assert.equal(lines[0].width, 1);
});

test("only chosen heads are drawn, and the mean in the colour of attention", () => {
  assert.deepEqual(
    new Set(linesOf(drawn({ choice: { heads: [1] } })).map(([, , color]) => color)),
    new Set([GREY, GOLD]),
  );
  const mean = linesOf(drawn({ choice: { mean: true } }));
  const words = mean.filter(([, , color]) => color === BLUE).sort(([a, b], [c, d]) => a - c || b - d);
  assert.deepEqual(words, [[1, 1, BLUE, 1], [2, 1, BLUE, faint(0.35, 0.375)], [2, 2, BLUE, faint(0.35, 0.375)]]);
  assert.equal(mean.length, 6);
});

test("one token's lines are held to just the threshold", () => {
  const few = { weights: [[[0.6, 0.249, 0.151]]], query: tokens(1), key: tokens(3) };
  const drawing = drawn({ ...few, choice: { heads: [0], threshold: 25 } });
  assert.deepEqual(linesOf(drawing, { side: "query", at: 0 }), [[0, 0, RED, 1]]);
});

test("marks that are not dimmed are drawn as all others", () => {
  assert.ok(linesOf(drawn({ dimmed: false })).every(([, , color]) => color !== GREY));
});

test("one token's lines are scaled by its own strongest, and held to the threshold", () => {
  const drawing = drawn({ choice: { threshold: 20 } });
  assert.deepEqual(linesOf(drawing, { side: "query", at: 1 }), [
    [1, 0, GREY, near(0.5)], [1, 0, GREY, near(0.5)], [1, 1, GOLD, faint(0.25, 0.5)], [1, 1, RED, 1],
  ]);
  assert.deepEqual(linesOf(drawing, { side: "key", at: 1 }), [
    [1, 1, GOLD, faint(0.25)], [1, 1, RED, faint(0.5)], [2, 1, RED, 1], // not the 10 % of head 1
  ]);
});

test("beside the other tokens is a cell for each head, as dense as its weight", () => {
  const looks = ["x", "y", "width", "height", "color", "opacity"];
  const cells = (focus) => looksOf(
    shapesOf(pictureOf(drawn(), focus), "rect"),
    ...looks,
  ).filter(([, , , high]) => high === 14);
  assert.deepEqual(cells({ side: "query", at: 1 }), [
    [416, 30, 9, 14, RED, 1], [416, 52, 9, 14, RED, 1], // the heaviest that is not dimmed has full colour
    [426, 30, 9, 14, GOLD, 1], [426, 52, 9, 14, GOLD, faint(0.25, 0.5)],
  ]);
  assert.deepEqual(cells({ side: "key", at: 2 }), [
    [122, 74, 9, 14, RED, faint(0.2, 0.5)], [132, 74, 9, 14, GOLD, 1],
  ]);
  assert.deepEqual(cells(null), []);
});

test("cells are as low as their rows, and apart where they are wide enough", () => {
  const high = (count) => {
    const side = { query: tokens(1), key: tokens(count) };
    const drawing = drawn({ weights: [[Array(count).fill(1 / count)]], choice: { heads: [0] }, ...side });
    return near(shapesOf(pictureOf(drawing, { side: "query", at: 0 }), "rect")[0].height);
  };
  assert.deepEqual([10, 100, 300].map(high), [14, 8, 2]);
  const heads = [...Array(20).keys()];
  const drawing = drawn({ weights: heads.map(() => [[1]]), choice: { heads }, query: tokens(1), key: tokens(1) });
  assert.equal(near(shapesOf(pictureOf(drawing, { side: "query", at: 0 }), "rect")[0].width), near(94 / 20 - 1));
});

test("lines of a token in focus end at the cells", () => {
  const ends = (focus) => looksOf(shapesOf(pictureOf(drawn(), focus), "line").slice(0, 1), "x1", "x2")[0];
  assert.deepEqual(ends({ side: "query", at: 1 }), [122, 436 - 20 - 4]);
  assert.deepEqual(ends({ side: "key", at: 1 }), [122 + 20 + 4, 436]);
});

test("cells of many heads are narrow and take a third of the lines at most", () => {
  const heads = [...Array(40).keys()];
  const drawing = drawn({ weights: heads.map(() => [[1]]), choice: { heads }, query: tokens(1), key: tokens(1) });
  assert.equal(drawing.stripWidth, Math.round((436 - 122) * 0.3));
  const [first, second] = shapesOf(pictureOf(drawing, { side: "query", at: 0 }), "rect");
  assert.deepEqual([near(first.width), near(second.x - first.x)], [2.35, 2.35]); // no gap between cells so narrow
});

test("tokens are written at their rows, marks in grey", () => {
  const scene = pictureOf(drawn({ key: { ...tokens(3), labels: ["a", "b", "c"] } }), null);
  const written = looksOf(shapesOf(scene, "text"), "text", "x", "y", "anchor", "color", "size", "weight");
  assert.deepEqual(written, [
    ["looks (query)", 114, 13, "end", "#777777", 12, 400],
    ["<bos>", 114, 37, "end", "#777777", 14, 400],
    ["hungry", 114, 59, "end", "#111111", 14, 400],
    ["so", 114, 81, "end", "#111111", 14, 400],
    ["is looked at (key)", 444, 13, "start", "#777777", 12, 400],
    ["a", 444, 37, "start", "#111111", 14, 400],
    ["b", 444, 59, "start", "#111111", 14, 400],
    ["c", 444, 81, "start", "#111111", 14, 400],
  ]);
  assert.deepEqual([scene.width, scene.height, scene.background, scene.font], [600, 96, "#FFFFFF", "Sans"]);
  assert.equal(textOf(pictureOf(drawn({ dimmed: false, key: tokens(3) }), null), "<bos>").color, "#111111");
});

test("the token in focus is bold on a tint, its neighbours are quiet", () => {
  const scene = pictureOf(drawn({ key: tokens(3) }), { side: "query", at: 0 });
  const looks = ["<bos>", "hungry", "t1"].map((label) => textOf(scene, label));
  assert.deepEqual(looksOf(looks, "weight", "color"), [[600, "#111111"], [400, "#777777"], [400, "#111111"]]);
  const tint = ({ opacity }) => opacity === 0.25;
  const [box] = shapesOf(scene, "rect").filter(tint);
  assert.deepEqual(looksOf([box], "x", "y", "width", "height", "color"), [[0, 26, 118, 22, BLUE]]);
  const hungry = shapesOf(pictureOf(drawn(), { side: "query", at: 1 }), "rect").filter(tint);
  assert.deepEqual(looksOf(hungry, "x", "width"), [[0, 118]]);
  const [right] = shapesOf(pictureOf(drawn(), { side: "key", at: 2 }), "rect").filter(tint);
  assert.deepEqual(looksOf([right], "x", "y", "width", "height"), [[440, 70, 160, 22]]);
});

test("where rows are close, the labels that weigh most for the token in focus are written", () => {
  const count = 300;
  const row = Array.from({ length: count }, (_, at) => (at === 7 ? 0.6 : at === 6 ? 0.3 : 0.1 / 298));
  const side = { query: tokens(1, { labels: ["who"] }), key: tokens(count) };
  const drawing = drawn({ weights: [[row]], choice: { heads: [0] }, ...side });
  assert.ok(textsOf(pictureOf(drawing, null)).includes("t0"));
  const said = textsOf(pictureOf(drawing, { side: "query", at: 0 }));
  assert.deepEqual([said.includes("t7"), said.includes("t6")], [true, false]);
  const own = textsOf(pictureOf(drawing, { side: "key", at: 6 }));
  assert.deepEqual([own.includes("t6"), own.includes("t7")], [true, false]);
});

test("the box around a token in a low row is as tall as its letters", () => {
  const drawing = drawn({
    weights: [[Array(300).fill(1 / 300)]],
    choice: { heads: [0] },
    query: tokens(1),
    key: tokens(300),
  });
  const [box] = shapesOf(pictureOf(drawing, { side: "key", at: 5 }), "rect").filter(({ opacity }) => opacity === 0.25);
  assert.equal(box.height, 14);
});
