import assert from "node:assert/strict";
import { test } from "node:test";

import {
  linksAt, linksOf, MOST_LINES, opacity, roundedUp, strongest,
} from "../../../attn_core/diagrams/js/head_view/links.js";
import { seriesOf } from "../../../attn_core/diagrams/js/head_view/series.js";
import { isDim, isSame, pairOf, rowOf } from "../../../attn_core/diagrams/js/head_view/sides.js";
import { near } from "../scenes.js";
import { ALL, dataOf, tokens, WEIGHTS } from "./hand_made.js";

const DATA = dataOf();
const FLAT = Float32Array.from(WEIGHTS.flat(2));
const rounded = (numbers) => [...numbers].map(near);
const chosen = (choice, data = DATA, flat = FLAT) => seriesOf(data, flat, { ...ALL, ...choice });

test("each chosen head has its own weights, name and colour", () => {
  const { each, drawn } = chosen({});
  assert.deepEqual(each.map(({ name, color }) => [name, color]), [["L2H0", "#AA0000"], ["L2H1", "#BBBB00"]]);
  assert.deepEqual(each.map(({ weights }) => rounded(weights)), WEIGHTS.map((head) => head.flat()));
  assert.equal(drawn, each);
  const [second, ...more] = chosen({ heads: [1] }).each;
  assert.deepEqual([second.name, rounded(second.weights), more], ["L2H1", WEIGHTS[1].flat(), []]);
});

test("colours begin anew after the last", () => {
  const data = { ...DATA, weights: { shape: [5, 1, 1] } };
  const { each } = chosen({ heads: [1, 4] }, data, Float32Array.of(1, 1, 1, 1, 1));
  assert.deepEqual(each.map(({ color }) => color), ["#BBBB00", "#BBBB00"]);
});

test("the mean is over the chosen heads, for each pair", () => {
  const { mean, drawn } = chosen({ mean: true });
  assert.deepEqual([mean.name, mean.color], ["mean of 2 heads", "#0000FF"]);
  assert.deepEqual(rounded(mean.weights), [1, 0, 0, 0.625, 0.375, 0, 0.3, 0.35, 0.35]);
  assert.deepEqual(drawn, [mean]);
  const alone = chosen({ heads: [1] }).mean;
  assert.deepEqual([alone.name, rounded(alone.weights)], ["head L2H1", WEIGHTS[1].flat()]);
});

test("the scale of opacity is the heaviest weight on words, of all heads, whichever are chosen", () => {
  const tops = [chosen({}), chosen({ heads: [1] }), chosen({ heads: [0] })].map(({ top }) => near(top));
  assert.deepEqual(tops, [0.6, 0.6, 0.6]);
  assert.equal(near(chosen({ mean: true }).top), 0.375); // of the mean where that is drawn
  assert.equal(near(chosen({}, { ...DATA, dimmed: false }).top), 1);
  assert.equal(chosen({}, dataOf([[[0, 0, 0]]]), new Float32Array(3)).top, 1);
});

test("a pair is dimmed where one of its ends is a mark, if marks are", () => {
  const found = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([query, key]) => isDim(DATA, query, key));
  assert.deepEqual(found, [true, true, true, false]);
  assert.equal(isDim({ ...DATA, dimmed: false }, 0, 0), false);
});

test("marks of one side alone dim what ends there", () => {
  const marked = { ...DATA.key, special: [0, 1, 0] };
  const plain = { ...DATA.key, special: [0, 0, 0] };
  const data = { ...DATA, query: plain, key: marked };
  const { top, drawn } = chosen({}, data);
  assert.equal(near(top), 1); // of <bos> on itself, which is no mark here
  const ends = (links) => new Set(links.filter(({ dim }) => dim).map(({ key }) => key));
  assert.deepEqual([...ends(linksOf(data, drawn, 1, 0).links)], [1]);
  assert.deepEqual([...ends(linksAt(data, { side: "query", at: 2 }, drawn, 0))], [1]);
  const turned = linksAt({ ...data, query: marked, key: plain }, { side: "key", at: 0 }, drawn, 0);
  assert.deepEqual(turned.filter(({ dim }) => dim).map(({ query }) => query), [1, 1]);
  const row = { ...data, weights: { shape: [1, 2, 3] }, query: { special: [0, 0] } };
  assert.equal(near(chosen({ heads: [0] }, row, Float32Array.of(0.2, 0.9, 0, 0.1, 0.8, 0.3)).top), near(0.3));
});

test("a query's row is what it gives, a key's what it gets", () => {
  const series = { weights: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const data = { weights: { shape: [1, 2, 3] } };
  assert.deepEqual([...rowOf(data, { side: "query", at: 1 }, series)], [4, 5, 6]);
  assert.deepEqual([...rowOf(data, { side: "key", at: 1 }, series)], [2, 5]);
  assert.deepEqual([pairOf({ side: "query", at: 7 }, 3), pairOf({ side: "key", at: 7 }, 3)], [[7, 3], [3, 7]]);
});

test("two spots are the same on one side at one token, or both nowhere", () => {
  const spot = { side: "query", at: 1 };
  assert.deepEqual([isSame(spot, { ...spot }), isSame(null, null)], [true, true]);
  const others = [{ side: "key", at: 1 }, { side: "query", at: 2 }, null];
  for (const other of others) assert.equal(isSame(spot, other), false);
});

const linksWith = (threshold, drawn = chosen({}).drawn, data = DATA) => linksOf(data, drawn, 0.6, threshold);

test("every weight that can be seen is a line from its query to its key", () => {
  const { links, hidden } = linksWith(0);
  assert.deepEqual(links.map(({ of, query, key, weight }) => [of, query, key, near(weight)]), [
    [0, 0, 0, 1], [0, 1, 0, 0.5], [0, 1, 1, 0.5], [0, 2, 0, 0.2], [0, 2, 1, 0.6], [0, 2, 2, 0.2],
    [1, 0, 0, 1], [1, 1, 0, 0.75], [1, 1, 1, 0.25], [1, 2, 0, 0.4], [1, 2, 1, 0.1], [1, 2, 2, 0.5],
  ]);
  assert.deepEqual(links.filter(({ dim }) => dim).map(({ query, key }) => [query, key]), [
    [0, 0], [1, 0], [2, 0], [0, 0], [1, 0], [2, 0],
  ]);
  assert.equal(hidden, 0);
});

test("lines of two texts of different lengths end at their own tokens", () => {
  const drawn = [{ weights: Float32Array.of(0.7, 0.2, 0.1, 0, 0.4, 0.6) }];
  const data = { ...DATA, weights: { shape: [1, 2, 3] }, dimmed: false };
  const found = linksWith(0, drawn, data).links.map(({ query, key, weight }) => [query, key, near(weight)]);
  assert.deepEqual(found, [[0, 0, 0.7], [0, 1, 0.2], [0, 2, 0.1], [1, 1, 0.4], [1, 2, 0.6]]);
});

test("a threshold leaves out the lines under it, and tells their share", () => {
  const { links, floor, hidden } = linksWith(25);
  assert.deepEqual([links.length, floor], [9, 0.25]);
  assert.ok(links.every(({ weight }) => weight >= 0.25)); // the line of exactly 25 % stays
  assert.equal(near(hidden), near(0.5 / 6)); // .2 + .2 of head 0, .1 of head 1
});

test("lines that can't be seen beside the strongest are left out and told", () => {
  const drawn = [{ weights: Float32Array.of(0.99, 0.0049, 0.0051) }];
  const { links, floor, hidden } = linksOf({ ...DATA, weights: { shape: [1, 1, 3] } }, drawn, 1, 0);
  assert.deepEqual([links.map(({ key }) => key), near(floor), near(hidden)], [[0, 2], 0.005, 0.0049]);
});

test("of too many lines the heaviest are drawn", () => {
  const count = MOST_LINES + 1000;
  const weights = Float32Array.from({ length: count }, (_, at) => (at < 1500 ? 0.5 : at < 3000 ? 0.3 : 0.2));
  const data = dataOf([[[]]], { weights: { shape: [1, 1, count] }, query: tokens(1), key: tokens(count) });
  const { links, floor } = linksOf(data, [{ weights }], 0.5, 0);
  assert.equal(links.length, 3000); // the 2000 of .2 don't fit
  assert.equal(near(floor), 0.21);
  const fits = linksOf(data, [{ weights: weights.subarray(0, MOST_LINES) }], 0.5, 0);
  assert.equal(fits.links.length, MOST_LINES);
  assert.equal(near(fits.floor), 0.0025);
  const alike = { weights: new Float32Array(4001).fill(0.2) };
  const crowd = linksOf({ ...data, weights: { shape: [1, 1, 4001] } }, [alike], 0.2, 0);
  assert.deepEqual([MOST_LINES, crowd.links.length, crowd.hidden], [4000, 0, 1]);
});

test("one token's lines go from it or to it, from a weight on", () => {
  const { drawn } = chosen({});
  const found = (side, at, least) => {
    return linksAt(DATA, { side, at }, drawn, least).map(({ of, query, key }) => [of, query, key]);
  };
  assert.deepEqual(found("query", 1, 0), [[0, 1, 0], [0, 1, 1], [1, 1, 0], [1, 1, 1]]);
  assert.deepEqual(found("key", 1, 0), [[0, 1, 1], [0, 2, 1], [1, 1, 1], [1, 2, 1]]);
  assert.deepEqual(found("key", 1, 0.25), [[0, 1, 1], [0, 2, 1], [1, 1, 1]]);
  const [first] = linksAt(DATA, { side: "key", at: 0 }, drawn, 0);
  assert.deepEqual([first.weight, first.dim], [1, true]);
});

test("the strongest line is of those that are not dimmed", () => {
  const links = [
    { weight: 0.9, dim: true },
    { weight: 0.3, dim: false },
    { weight: 0.4, dim: false },
    { weight: 0.1, dim: false },
  ];
  assert.equal(strongest(links), 0.4);
  assert.equal(strongest(links.slice(0, 1)), 1);
});

test("opacity grows with the weight, to full at the strongest", () => {
  assert.deepEqual([opacity(0.6, 0.6), opacity(0, 0.6), opacity(1, 0.6)], [1, 0, 1]);
  assert.equal(near(opacity(0.3, 0.6)), near(0.5 ** 0.8));
});

test("a floor is rounded up to two digits", () => {
  assert.deepEqual(
    [0.0123, 0.012, 0.00501, 0.995, 1].map((value) => near(roundedUp(value))),
    [0.013, 0.012, 0.0051, 1, 1],
  );
});
