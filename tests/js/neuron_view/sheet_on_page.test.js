import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keyed, page, pointed } from "../fakes.js";
import { controls, expanded, frame, open, place, SENT, show, shown, spoken, stage, sum, tip, told } from "./on_page.js";

beforeEach(open);

const texts = () => frame().children[0].children[0].context.named("fillText").map(({ values: [text] }) => text);

test("expanded, the sheet is in a frame and the sum below it", async () => {
  await show(expanded());
  assert.deepEqual([frame().tag, frame().className, frame().tabIndex], ["div", "frame", -1]);
  const [room] = frame().children;
  assert.deepEqual([room.tag, room.style.width, room.style.height], ["div", "723px", `${82 + 3 * 26 + 4}px`]);
  assert.ok(["q × k", "+6.00", "82 %"].every((text) => texts().includes(text)));
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
