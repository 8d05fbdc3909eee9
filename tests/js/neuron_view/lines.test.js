import assert from "node:assert/strict";
import { test } from "node:test";

import { linesHit, linesLayout, middle } from "../../../attn_core/diagrams/js/neuron_view/lines_layout.js";
import { linesPicture, MOST_LINES } from "../../../attn_core/diagrams/js/neuron_view/lines_picture.js";
import { linesTip, looksAt } from "../../../attn_core/diagrams/js/neuron_view/words.js";
import { looksOf, near, shapesOf, textOf, textsOf } from "../scenes.js";
import { dataOf, drawn, headOf, many, tokens } from "./hand_made.js";

const [GREY, BLUE, MARK] = ["#777777", "#0000FF", "#CCCCCC"];
const WEIGHT = headOf().steps(2).weight;
const BEFORE = headOf().steps(1).weight;

const layoutOf = (options) => linesLayout(drawn(options));
const LAYOUT = layoutOf();

/** Each line as [from row, to row, colour, width, opacity]. */
function linesOf(options, pointed = null) {
  const layout = layoutOf(options);
  const row = (y) => (y - layout.top) / layout.row - 0.5;
  return shapesOf(linesPicture(drawn(options), layout, pointed), "line").map(({ y1, y2, color, width, opacity }) => {
    return [row(y1), row(y2), color, near(width), near(opacity)];
  });
}

const active = (
  row,
  to,
  weight,
  color = BLUE,
) => [row, to, color, near(0.75 + 7 * weight), near(0.15 + 0.85 * weight ** 0.7)];
const other = (row, to, weight) => [row, to, GREY, near(0.5 + weight), near(0.06 + 0.3 * weight)];

test("labels stand outside of the lines, in rows that fit the page", () => {
  // “hungry” is 6 × 7.8 pixels wide.
  assert.deepEqual(
    LAYOUT,
    { width: 760, height: 46 + 3 * 26 + 22, top: 34, row: 26, left: 22 + 47, right: 760 - 62 - 47 },
  );
  assert.equal(layoutOf({ width: 2000 }).width, 760);
  const longer = dataOf({ keyTokens: tokens(["x".repeat(40), "b", "c", "d"]) });
  const { left, right, height } = layoutOf({ data: longer });
  assert.deepEqual([left, right, height], [69, 760 - 62 - 150, 46 + 4 * 26 + 22]);
  assert.equal(layoutOf({ data: longer, width: 499 }).right, 499 - 62 - 92);
  assert.equal(layoutOf({ data: longer, width: 500 }).right, 500 - 62 - 150);
  assert.deepEqual([100, 900].map((count) => layoutOf(many(count)).row), [10, 3]);
  assert.deepEqual([middle(LAYOUT, 0), middle(LAYOUT, 2)], [47, 99]);
});

test("the chosen query's weights are lines in colour, those of others grey, the mask none", () => {
  assert.deepEqual(linesOf({}), [
    other(0, 0, 1), other(1, 0, BEFORE[0]), other(1, 1, BEFORE[1]),
    active(2, 0, WEIGHT[0], MARK), active(2, 1, WEIGHT[1]), active(2, 2, WEIGHT[2]),
  ]);
});

test("lines run between the labels", () => {
  const lines = shapesOf(linesPicture(drawn(), LAYOUT, null), "line");
  assert.deepEqual(new Set(looksOf(lines, "x1", "x2").map(String)), new Set([String([77, 643])]));
});

test("a query that is pointed at has its lines alone", () => {
  assert.deepEqual(linesOf({}, 1), [active(1, 0, BEFORE[0], MARK), active(1, 1, BEFORE[1])]);
});

test("rows are those of the tokens that are shown", () => {
  const labels = ["<bos>", "hungry", "so"];
  const data = dataOf({ queryTokens: tokens(labels, { shown: [1, 2] }), keyTokens: tokens(labels, { shown: [1, 2] }) });
  assert.deepEqual(linesOf({ data }), [other(0, 0, BEFORE[1]), active(1, 0, WEIGHT[1]), active(1, 1, WEIGHT[2])]);
});

test("weights under 1 % of other queries are left out, and that is told", () => {
  const mask = [[1, 1, 1], [1, 1, 1], [1, 1, 1]];
  const head = headOf({ query: [[0, 0], [5, 0], [0, 0]], mask, scale: 1 }); // the second looks at 5, 10, 0
  assert.deepEqual(linesOf({ head, query: 0 }).filter(([row]) => row === 1), [other(1, 1, head.steps(1).weight[1])]);
  const words = textOf(linesPicture(drawn({ head }), LAYOUT, null), "Grey lines under 1 % are left out.");
  assert.deepEqual([words.x, words.y, words.size, words.color], [22, LAYOUT.height - 10, 12, GREY]);
  assert.ok(!textsOf(linesPicture(drawn({ head }), LAYOUT, 1)).some((said) => said.includes("left out")));
  const few = many(2);
  assert.ok(!textsOf(linesPicture(
    drawn({ ...few, query: 0, key: 0 }),
    layoutOf(few),
    null,
  )).some((said) => said.includes("left out")));
});

test("of too many lines the heaviest are drawn", () => {
  const crowd = many(80, 1, (at) => (at < 40 ? 3 : 1)); // 80 × 40 lines of 1.9 %, as many of 0.6 %
  const lines = linesOf({ ...crowd, query: 0, key: 0 });
  assert.deepEqual([MOST_LINES, lines.filter(([, , color]) => color === GREY).length], [3000, 3000]);
  assert.ok(textsOf(linesPicture(
    drawn({ ...crowd, query: 0, key: 0 }),
    layoutOf(crowd),
    null,
  )).includes("Grey lines under 2 % are left out."));
});

test("tokens are written beside their rows, the query that looks in colour", () => {
  const scene = linesPicture(drawn({ data: dataOf({ keyTokens: tokens(["a", "b", "<bos>"]) }) }), LAYOUT, null);
  const written = looksOf(shapesOf(scene, "text"), "text", "x", "y", "anchor", "color", "weight", "size");
  assert.deepEqual(written, [
    ["query: looks", 72, 12, "end", GREY, 400, 12],
    ["key: is looked at", 651, 12, "start", GREY, 400, 12],
    ["<bos>", 69, 47, "end", GREY, 400, 13],
    ["hungry", 69, 73, "end", "#111111", 400, 13],
    ["so", 69, 99, "end", "#00AA00", 600, 13],
    ["+", 4, 99, "start", "#00AA00", 600, 15],
    ["a", 651, 47, "start", "#111111", 400, 13],
    ["12 %", 758, 47, "end", "#111111", 400, 12],
    ["b", 651, 73, "start", "#111111", 400, 13],
    ["88 %", 758, 73, "end", "#111111", 400, 12],
    ["<bos>", 651, 99, "start", GREY, 400, 13],
    ["0.6 %", 758, 99, "end", "#111111", 400, 12],
    ["Grey lines under 1 % are left out.", 22, 136, "start", GREY, 400, 12],
  ]);
  assert.ok(shapesOf(scene, "text").every(({ opacity }) => opacity === 1));
  assert.deepEqual([scene.width, scene.height, scene.background, scene.font], [760, 146, "#FFFFFF", "Sans"]);
});

test("a masked key is pale and says so", () => {
  const scene = linesPicture(drawn({ query: 1 }), LAYOUT, null);
  const key = shapesOf(scene, "text").find(({ text, x }) => text === "so" && x > 600);
  const looks = looksOf([key, textOf(scene, "masked")], "y", "color", "opacity");
  assert.deepEqual(looks, [[99, GREY, 0.6], [99, GREY, 0.6]]);
  assert.equal(textOf(scene, "query: looks").opacity, 1);
});

test("where rows are close the heaviest keys are written, and the query that looks", () => {
  const crowd = many(100, 1, (at) => (at === 41 ? 5 : at === 40 ? 4 : 1));
  const labels = shapesOf(linesPicture(drawn({ ...crowd, query: 51, key: 0 }), layoutOf(crowd), null), "text");
  const right = labels.filter(({ x, anchor }) => x > 400 && anchor === "start").map(({ text }) => text);
  assert.deepEqual([right.includes("t41"), right.includes("t40")], [true, false]);
  const left = labels.filter(({ x, anchor }) => x < 400 && anchor === "end").map(({ text }) => text);
  assert.deepEqual(
    [left.includes("t51"), left.includes("t50"), left.includes("t53"), left.includes("t0")],
    [true, false, true, true],
  );
});

test("labels are written from thirteen pixels a row on", () => {
  const crowd = many(75); // rows of 13.3 pixels
  const said = textsOf(linesPicture(drawn({ ...crowd, query: 0, key: 0 }), layoutOf(crowd), null));
  assert.equal(said.filter((text) => /^t\d+$/.test(text)).length, 150);
});

test("a masked key in a low row has no number", () => {
  const count = 90; // rows of 11 pixels
  const crowd = many(count);
  crowd.head.mask.fill(0, 0, count);
  crowd.head.mask[0] = 1;
  const low = textsOf(linesPicture(drawn({ ...crowd, query: 0, key: 0 }), layoutOf(crowd), null));
  assert.deepEqual(
    [low.filter((said) => said === "masked").length, low.filter((said) => said === "100 %").length],
    [0, 1],
  );
});

test("a point is the query of its row at the left, the key at the right", () => {
  const data = dataOf({
    queryTokens: tokens(["a", "b", "c"], { shown: [1, 2] }),
    keyTokens: tokens(["a", "b", "c"], { shown: [0, 2] }),
  });
  const hit = (x, y) => linesHit(data, LAYOUT, x, y);
  const centre = (69 + 651) / 2;
  assert.deepEqual([hit(20, 34), hit(centre - 1, 59), hit(20, 60)], [{ query: 1 }, { query: 1 }, { query: 2 }]);
  assert.deepEqual([hit(centre, 34), hit(700, 85)], [{ key: 0 }, { key: 2 }]);
  assert.deepEqual(
    [hit(20, 33), hit(20, 87), hit(700, 33)],
    [{ query: undefined }, { query: undefined }, { key: undefined }],
  );
});

test("a key's tooltip tells its weight, or that it is masked", () => {
  assert.equal(looksAt(drawn(), 1), "‘so’ looks at ‘hungry’ with 88 %.");
  assert.equal(looksAt(drawn({ query: 1 }), 2), "‘so’ is masked: ‘hungry’ may not look at it.");
  assert.equal(linesTip(drawn(), { key: 1 }, 26), "‘so’ looks at ‘hungry’ with 88 %.");
  assert.equal(linesTip(drawn(), { key: undefined }, 26), null);
});

test("a query's label is told where its row is too low to be written", () => {
  assert.deepEqual([26, 13, 12.9].map((row) => linesTip(drawn(), { query: 1 }, row)), [null, null, "hungry"]);
  assert.equal(linesTip(drawn(), { query: undefined }, 3), null);
});
