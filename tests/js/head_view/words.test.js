import assert from "node:assert/strict";
import { test } from "node:test";

import { pictureOf } from "../../../attn_core/diagrams/js/head_view/picture.js";
import { leftOut, named, told, toldPair } from "../../../attn_core/diagrams/js/head_view/words.js";
import { looksOf, shapesOf, textOf, textsOf } from "../scenes.js";
import { drawn, tokens } from "./hand_made.js";

const QUERY = { side: "query", at: 2 };
const KEY = { side: "key", at: 1 };

test("a query looks at its keys, the heaviest first, in the mean of the chosen heads", () => {
  assert.equal(told(drawn(), QUERY), "‘so’ looks at (mean of 2 heads)\n‘hungry’  35 %\n‘so’  35 %\n‘<bos>’  30 %");
  const alone = drawn({ choice: { heads: [1] } });
  assert.equal(told(alone, QUERY), "‘so’ looks at (head L2H1)\n‘so’  50 %\n‘<bos>’  40 %\n‘hungry’  10 %");
});

test("a key is looked at by its queries", () => {
  assert.equal(told(drawn(), KEY), "‘hungry’ is looked at by (mean of 2 heads)\n‘hungry’  38 %\n‘so’  35 %");
});

test("five tokens are named, the rest of a query's attention is summed", () => {
  const row = [0.3, 0.25, 0.2, 0.1, 0.08, 0.04, 0.03];
  const wide = { weights: [[row]], choice: { heads: [0] }, query: tokens(1), key: tokens(7) };
  const lines = told(drawn(wide), { side: "query", at: 0 }).split("\n");
  assert.deepEqual(
    lines.slice(1),
    ["‘t0’  30 %", "‘t1’  25 %", "‘t2’  20 %", "‘t3’  10 %", "‘t4’  8.0 %", "other tokens  7.0 %"],
  );
  const tall = { weights: [row.map((weight) => [weight])], choice: { heads: [0] }, query: tokens(7), key: tokens(1) };
  // Shares of many tokens add up to nothing.
  assert.equal(told(drawn(tall), { side: "key", at: 0 }).split("\n").length, 6);
});

test("a token with nothing to look at says so", () => {
  const blank = drawn({ weights: [[[0, 0], [0, 1]]], choice: { heads: [0] }, query: tokens(2), key: tokens(2) });
  assert.equal(told(blank, { side: "query", at: 0 }), "‘t0’ looks at (head L2H0)\nnothing here");
  assert.equal(told(blank, { side: "key", at: 0 }), "‘t0’ is looked at by (head L2H0)\nnothing here");
});

test("a label that is there twice has its position", () => {
  const data = { key: tokens(2, { labels: ["a", "a"], twice: [1, 0], position: [4, 9] }), query: tokens(1) };
  assert.equal(named(data, { side: "key", at: 0 }), "‘a’ at position 4");
  assert.equal(named(data, { side: "key", at: 1 }), "‘a’");
});

test("a pair has the number of each head and of their mean, from either end", () => {
  const said = "‘so’ → ‘hungry’\nL2H0  60 %\nL2H1  10 %\nmean of 2 heads  35 %";
  assert.equal(toldPair(drawn(), QUERY, KEY), said);
  assert.equal(toldPair(drawn(), KEY, QUERY), said);
  assert.equal(toldPair(drawn({ choice: { heads: [1] } }), QUERY, KEY), "‘so’ → ‘hungry’\nL2H1  10 %");
});

test("what is left out is told: lines under a weight with their share, and colours that begin anew", () => {
  assert.equal(leftOut(drawn()), "");
  assert.equal(leftOut(drawn({ choice: { threshold: 25 } })), "Lines under 25 % hidden: 8 % of the attention.");
  const many = drawn({ weights: Array(4).fill([[1]]), choice: { heads: [0] }, query: tokens(1), key: tokens(1) });
  assert.equal(leftOut(many), "Colours begin anew after head 2.");
  const both = { ...many, floor: 0.01234, hidden: 0.001 };
  assert.equal(leftOut(both), "Lines under 1.23 % hidden: <1 % of the attention. Colours begin anew after head 2.");
  assert.equal(
    leftOut(drawn({ weights: Array(3).fill([[1]]), choice: { heads: [0] }, query: tokens(1), key: tokens(1) })),
    "",
  );
});

const saved = (options, focus = null) => pictureOf(drawn(options), focus, true);

test("a saved picture tells its layer, its heads by colour and what is left out", () => {
  const scene = saved({ choice: { threshold: 25 } });
  const legend = [
    "Layer 2",
    "L2H0",
    "L2H1",
    "Lines under 25 % hidden: 8 % of the attention.",
  ].map((said) => textOf(scene, said));
  assert.deepEqual(looksOf(legend, "x", "y", "size", "color"), [
    [8, 112, 12, "#111111"],
    [8 + 42 + 12 + 14, 112, 12, "#111111"], // after 7 characters of 6 pixels and the box of its colour
    [76 + 24 + 12 + 14, 112, 12, "#111111"],
    [8, 132, 12, "#777777"],
  ]);
  const boxes = shapesOf(scene, "rect"); // the layer has no colour
  assert.deepEqual(looksOf(boxes, "x", "y", "width", "height", "color"), [
    [62, 107, 10, 10, "#AA0000"], [112, 107, 10, 10, "#BBBB00"],
  ]);
  assert.equal(scene.height, 146);
});

test("a saved picture with nothing left out has no words of it", () => {
  assert.equal(saved({}).height, 112 + 14);
  assert.equal(saved({}, QUERY).height, 112 + 14);
  assert.ok(!textsOf(saved({})).some((said) => said.includes("hidden")));
});

test("a saved picture of one token tells the threshold that its lines are held to", () => {
  assert.ok(textsOf(saved({ choice: { threshold: 25 } }, QUERY)).includes("Lines under 25 % hidden."));
});

test("a legend that is too wide goes on in the next line", () => {
  const count = 16;
  const weights = Array.from({ length: count }, () => [[1]]);
  const scene = saved({ weights, choice: { heads: [...Array(count).keys()] }, query: tokens(1), key: tokens(1) });
  const places = looksOf(shapesOf(scene, "text").filter(({ text }) => /^L2H/.test(text)), "text", "x", "y");
  assert.ok(places.every(([text, x]) => x + text.length * 6 <= 600));
  assert.deepEqual(places.filter(([, x]) => x === 22), [["L2H10", 22, places[0][2] + 20]]);
  const mean = textsOf(saved({ choice: { mean: true } }));
  assert.ok(mean.includes("mean of 2 heads") && !mean.includes("L2H0"));
});
