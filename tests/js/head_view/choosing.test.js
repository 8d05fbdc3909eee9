import assert from "node:assert/strict";
import { test } from "node:test";

import { isolated, toggled } from "../../../attn_core/diagrams/js/head_view/choosing.js";
import { clicked, edgeOf, pressed } from "../../../attn_core/diagrams/js/head_view/pinning.js";
import { inkOn, tileOf } from "../../../attn_core/diagrams/js/head_view/tile.js";
import { dataOf, drawn, tokens } from "./hand_made.js";

const query = (at) => ({ side: "query", at });
const key = (at) => ({ side: "key", at });

test("a head is switched on and off, but never the last one", () => {
  assert.deepEqual(toggled([0, 2], 1), [0, 1, 2]);
  assert.deepEqual(toggled([2, 10], 1), [1, 2, 10]);
  assert.deepEqual(toggled([0, 1, 2], 1), [0, 2]);
  assert.deepEqual(toggled([1], 1), [1]);
});

test("a head is seen alone, and again with all", () => {
  assert.deepEqual(isolated([0, 1, 2], 1, 3), [1]);
  assert.deepEqual(isolated([2], 1, 3), [1]);
  assert.deepEqual(isolated([1], 1, 3), [0, 1, 2]);
  assert.deepEqual(isolated([1, 2], 1, 3), [1]);
});

test("a tile has its head's colour, badges and words", () => {
  const kinds = [
    { symbol: "↓", badge: "sink", name: "<bos> sink" },
    { symbol: "←", badge: "prev", name: "previous token" },
  ];
  const badges = { kinds, heads: [[[], [[1, "83 %"], [0, "41 %"]]]] };
  const rest = "Click: on or off. Double click or Shift+Enter: alone; again: all heads.";
  assert.deepEqual(tileOf(dataOf(undefined, { badges }), 1), {
    color: "#BBBB00",
    ink: "#000000",
    symbols: "←↓",
    title: `Head L2H1, previous token (83 %), <bos> sink (41 %). ${rest}`,
  });
  const { color, symbols, title } = tileOf(dataOf(), 3);
  assert.deepEqual([color, symbols, title], ["#AA0000", "", `Head L2H3. ${rest}`]);
});

test("a number on a tile is black on bright and white on dark colours", () => {
  const inks = ["#FFFFFF", "#00FF00", "#FFE638", "#FF0000", "#808080"].map(inkOn);
  assert.deepEqual(inks, ["#000000", "#000000", "#000000", "#000000", "#000000"]);
  assert.deepEqual(["#000000", "#0000FF", "#AA0000", "#606060"].map(inkOn), Array(4).fill("#FFFFFF"));
});

test("a click keeps a token, a second lets it go", () => {
  assert.deepEqual(clicked(null, query(1)), query(1));
  assert.deepEqual(clicked(query(0), query(1)), query(1));
  assert.equal(clicked(query(1), query(1)), null);
});

const { columns } = drawn({ key: tokens(5) });
const press = (name, pinned = null) => pressed(name, columns, pinned);

test("arrows walk up and down one side and stop at its ends", () => {
  assert.deepEqual([press("ArrowDown"), press("ArrowUp")], [query(0), query(2)]);
  assert.deepEqual([press("ArrowDown", query(1)), press("ArrowDown", query(2))], [query(2), query(2)]);
  assert.deepEqual([press("ArrowDown", key(1)), press("ArrowUp", key(4))], [key(2), key(3)]);
  assert.deepEqual([press("ArrowUp", key(3)), press("ArrowUp", key(0))], [key(2), key(0)]);
  assert.deepEqual([press("Home", key(3)), press("End", key(3)), press("End")], [key(0), key(4), query(2)]);
});

test("arrows cross to the token at the same height, Escape lets go, and other keys are not ours", () => {
  assert.deepEqual(
    [press("ArrowRight", query(1)), press("ArrowRight"), press("ArrowLeft")],
    [key(1), key(0), query(0)],
  );
  assert.deepEqual([press("ArrowLeft", key(4)), press("ArrowLeft", query(1))], [query(2), query(1)]);
  assert.equal(press("Escape", query(1)), null);
  for (const name of ["a", "Enter", "Tab", "constructor"]) assert.equal(press(name), undefined);
});

test("a lone token is walked to as well", () => {
  const lone = drawn({ weights: [[[1]]], query: tokens(1), key: tokens(1), choice: { heads: [0] } });
  assert.deepEqual(pressed("ArrowDown", lone.columns, null), query(0));
});

test("where there are no tokens no key does anything", () => {
  const empty = drawn({ weights: [[[]]], query: tokens(0), key: tokens(0), choice: { heads: [0] } });
  for (const name of ["ArrowDown", "Escape", "End"]) assert.equal(pressed(name, empty.columns, null), undefined);
});

test("a kept token's tooltip is at the edge of the label, or of the strip", () => {
  assert.deepEqual(edgeOf(drawn(), query(1)), [122, 59]);
  assert.deepEqual(edgeOf(drawn(), key(2)), [416, 81]);
});
