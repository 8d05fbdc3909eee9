import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keyed, page, pointed } from "../fakes.js";
import { controls, drawn, open, place, send, SENT, show, shown, spoken, stage, sum, tip, told } from "./on_page.js";

beforeEach(open);

test("what is sent is drawn as lines, with the heaviest key chosen", async () => {
  await show();
  const [lower] = place().children;
  assert.equal(lower.context.named("moveTo").length, 6);
  assert.deepEqual([...shown(), place().dataset.place], [2, 1, false, "L0H1"]);
  const sentence = "Query ‘so’, key ‘hungry’: q·k +6.00, weight 82 %. Largest: dimension 0 +6.00, dimension 1 +0.00.";
  assert.deepEqual([place().attributes["aria-label"], spoken()], [`L0H1. ${sentence}`, sentence]);
  const { picker, toggle } = controls();
  assert.deepEqual(
    picker.children.map(({ text, value }) => [text, value]),
    [["0 · <bos>", "0"], ["1 · hungry", "1"], ["2 · so", "2"]],
  );
  assert.deepEqual(
    [picker.value, toggle.textContent, stage().name, sum().children.length],
    ["2", "+ Show the sums", "neuron-view", 0],
  );
});

test("pointing brings out a query's lines, or tells a key", async () => {
  await show();
  place().onpointermove(pointed(20, 34 + 26 + 13));
  assert.deepEqual(
    [place().children[1].context.named("moveTo").length, place().style.cursor, tip()],
    [2, "pointer", null],
  );
  place().onpointermove(pointed(500, 34 + 13));
  assert.deepEqual([place().children[1].context.calls.at(-1).name, place().style.cursor], ["clearRect", "default"]);
  assert.match(tip(), /^‘so’ looks at ‘<bos>’ with \d+ %\.$/);
  place().onpointermove(pointed(20, 34 + 26 + 13));
  place().onpointerleave();
  assert.deepEqual([place().children[1].context.calls.at(-1).name, tip()], ["clearRect", null]);
});

test("a row that is pointed at already is not painted anew", async () => {
  await show();
  place().onpointermove(pointed(20, 60 + 13));
  const upper = () => place().children[1].context.calls;
  const { length } = upper();
  place().onpointermove(pointed(21, 60 + 14));
  assert.equal(upper().length, length);
  place().onpointerleave();
  place().onpointermove(pointed(21, 60 + 14));
  assert.ok(upper().length > length + 2); // but after the pointer was away
  page.resized[0]();
  stage().root.clientWidth = 590;
  page.resized[0]();
  place().onpointermove(pointed(21, 60 + 14));
  assert.ok(upper().length > 2); // and on a new picture
});

test("a click chooses a query, a second shows its sums, and the server is told after a rest", async (t) => {
  await show();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  place().onclick(pointed(500, 73));
  assert.deepEqual(shown(), [2, 1, false]);
  place().onclick(pointed(20, 73));
  assert.deepEqual([...shown(), controls().picker.value], [1, 0, false, "1"]);
  t.mock.timers.tick(399);
  place().onclick(pointed(20, 73));
  assert.deepEqual([...shown(), controls().toggle.textContent], [1, 0, true, "− Back to the lines"]);
  t.mock.timers.tick(399);
  assert.deepEqual(told, []);
  t.mock.timers.tick(1);
  assert.deepEqual(told, [["view", { query: 1, expanded: true, number: 5 }]]); // 4 were answered before
});

test("a query's label is told where rows are too low for it", async () => {
  const shownOften = { ...SENT.queryTokens, shown: Array.from({ length: 100 }, (_, at) => at % 3) };
  await show({ ...SENT, queryTokens: shownOften });
  place().onpointermove(pointed(20, 34 + 15));
  assert.equal(tip(), "hungry");
});

test("the picker and the button choose too", async () => {
  await show();
  const { picker, toggle } = controls();
  picker.value = "0";
  picker.onchange();
  assert.deepEqual(shown(), [0, 0, false]);
  toggle.onclick();
  assert.deepEqual(shown(), [0, 0, true]);
  toggle.onclick();
  assert.deepEqual([shown(), sum().children.length], [[0, 0, false], 0]);
});

test("keys choose and open, but not before there is something, and not others", async () => {
  send();
  const early = keyed("Enter");
  place().onkeydown(early);
  place().onpointermove(pointed(20, 40));
  place().onpointerleave();
  place().onclick(pointed(20, 40));
  assert.deepEqual([early.prevented, shown()], [false, [undefined, undefined, undefined]]);
  await drawn();
  const keys = ["ArrowUp", "Enter", "x"].map((name) => keyed(name));
  for (const key of keys) place().onkeydown(key);
  assert.deepEqual([shown(), keys.map(({ prevented }) => prevented)], [[1, 0, true], [true, true, false]]);
});
