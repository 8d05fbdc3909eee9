import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import mount from "../../../attn_core/diagrams/js/neuron_view/index.js";
import { Stage } from "../../../attn_core/diagrams/js/shared/stage.js";
import { drawnAnew, keyed, openPage, page, pointed } from "../fakes.js";
import { casesOf } from "../scenes.js";

// <bos>, hungry, so; the last looks. q·k are 2, 6, −4.
const SENT = { ...casesOf("neuron_view"), name: "neuron-view", reading: "a reading" };

let parent;
let told;
beforeEach(() => {
  parent = openPage();
  told = [];
});

const stage = () => Stage.of(parent);
const place = () => stage().stage;
const tip = () => (stage().tip.style.visibility === "visible" ? stage().tip.textContent : null);
const controls = () => ({ picker: stage().tiles.children[0].children[1], toggle: stage().tiles.children[1] });
const sum = () => stage().root.children[2];
const spoken = () => stage().root.children[3].textContent;
const frame = () => place().children[0];
const sheetTexts = () => frame().children[0].children[0].context.named("fillText").map(({ values: [text] }) => text);
const shown = () => [place().dataset.query, place().dataset.key, place().dataset.expanded];

async function show(data = SENT) {
  return drawnAnew(
    parent,
    () => mount({ parentElement: parent, data, setStateValue: (...values) => told.push(values) }),
  );
}

const expanded = (more = {}) => ({ ...SENT, chosen: { query: 2, expanded: true }, ...more });

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
  Stage.of(parent).root.clientWidth = 590;
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

test("expanded, the sheet is in a frame and the sum below it", async () => {
  await show(expanded());
  assert.deepEqual([frame().tag, frame().className, frame().tabIndex], ["div", "frame", -1]);
  const [room] = frame().children;
  assert.deepEqual([room.tag, room.style.width, room.style.height], ["div", "723px", `${82 + 3 * 26 + 4}px`]);
  assert.ok(["q × k", "+6.00", "82 %"].every((text) => sheetTexts().includes(text)));
  const [canvas] = sum().children;
  assert.ok(canvas.context.named("fillText").some(({ values: [text] }) => text === "‘so’ and ‘hungry’ multiplied out"));
  assert.deepEqual([canvas.style.width, place().dataset.drawn], ["600px", "1"]);
  assert.deepEqual(canvas.context.named("setTransform")[0].values, [2, 0, 0, 2, 0, 0]);
  assert.deepEqual(canvas.context.named("clearRect")[0].values, [0, 0, 600, 52 + 6 * 21 + 12]);
});

test("a screen that tells no ratio has one pixel for each", async () => {
  window.devicePixelRatio = 0;
  await show(expanded());
  const [canvas] = sum().children;
  assert.deepEqual([canvas.width, canvas.context.named("setTransform")[0].values], [600, [1, 0, 0, 1, 0, 0]]);
});

test("in the sheet a click or an arrow chooses the key whose sum is shown", async () => {
  await show(expanded());
  place().onclick(pointed(10, 82 + 13));
  assert.deepEqual(shown(), [2, 0, true]);
  place().onclick(pointed(10, 20));
  const right = keyed("ArrowRight");
  place().onkeydown(right);
  place().onkeydown(keyed("ArrowRight"));
  assert.deepEqual([...shown(), right.prevented], [2, 2, true, true]);
  assert.match(spoken(), /key ‘so’/);
  assert.deepEqual(told, []); // the server need not know
});

test("pointing in the sheet tells cells, and moving on within one paints nothing", async () => {
  await show(expanded());
  place().onpointermove(pointed(70, 95));
  assert.deepEqual([tip(), place().style.cursor], ["Dimension 0 of ‘<bos>’: k +1.00", "pointer"]);
  const { calls } = frame().children[0].children[0].context;
  const { length } = calls;
  place().onpointermove(pointed(71, 96));
  assert.equal(calls.length, length);
  place().onpointermove(pointed(70, 30));
  assert.deepEqual([tip(), place().style.cursor], ["Dimension 0 of ‘so’: q +3.00", "default"]);
  const boxes = () => calls.slice(calls.findLastIndex(({ name }) => name === "clearRect")).filter(({
    strokeStyle,
    name,
  }) => name === "strokeRect" && strokeStyle === SENT.theme.accent).length;
  assert.equal(boxes(), 1);
  place().onpointerleave();
  assert.deepEqual([boxes(), tip()], [0, null]);
});

test("keys choose and open, but not before there is something, and not others", async () => {
  mount({ parentElement: parent, data: SENT, setStateValue() {} });
  const early = keyed("Enter");
  place().onkeydown(early);
  place().onpointermove(pointed(20, 40));
  place().onpointerleave();
  place().onclick(pointed(20, 40));
  assert.deepEqual([early.prevented, shown()], [false, [undefined, undefined, undefined]]);
  await drawnAnew(parent);
  const keys = ["ArrowUp", "Enter", "x"].map((name) => keyed(name));
  for (const key of keys) place().onkeydown(key);
  assert.deepEqual([shown(), keys.map(({ prevented }) => prevented)], [[1, 0, true], [true, true, false]]);
});

test("what is saved of the sheet is all of it, with the sum", async () => {
  await show(expanded());
  frame().scrollTop = 100;
  stage().saves.children[1].onclick();
  const written = await page.saved[0].blob.text();
  for (const said of [
    "q × k",
    "hungry",
    "multiplied out",
    "softmax over 3 keys",
  ]) assert.ok(written.includes(said), said);
  assert.match(written, new RegExp(`height="${82 + 78 + 4 + 52 + 6 * 21 + 12}"`));
  controls().toggle.onclick();
  stage().saves.children[1].onclick();
  assert.ok(!(await page.saved[1].blob.text()).includes("multiplied out"));
});
