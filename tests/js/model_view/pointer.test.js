import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { deflateSync } from "node:zlib";

import { headAddress } from "../../../attn_core/diagrams/js/model_view/address.js";
import mount from "../../../attn_core/diagrams/js/model_view/index.js";
import { boxOf, layoutOf } from "../../../attn_core/diagrams/js/model_view/layout.js";
import { isSame, opens, stepped } from "../../../attn_core/diagrams/js/model_view/walking.js";
import { Stage } from "../../../attn_core/diagrams/js/shared/stage.js";
import { drawnAnew, keyed, openPage, page, pointed } from "../fakes.js";
import { casesOf, near } from "../scenes.js";

const LAYOUT = layoutOf(600, 2, 2);
const at = (layer, head) => ({ layer, head });

test("arrows step to the neighbour and stop at the edges", () => {
  const names = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
  assert.deepEqual(names.map((name) => stepped(name, LAYOUT, at(0, 0))), [at(0, 0), at(1, 0), at(0, 0), at(0, 1)]);
  assert.deepEqual(names.map((name) => stepped(name, LAYOUT, at(1, 1))), [at(0, 1), at(1, 1), at(1, 0), at(1, 1)]);
  assert.deepEqual(names.map((name) => stepped(name, LAYOUT, null)), Array(4).fill(at(0, 0)));
  for (const name of ["Enter", "a", "constructor"]) assert.equal(stepped(name, LAYOUT, null), null);
});

test("heads are the same by layer and head", () => {
  assert.deepEqual([isSame(at(1, 2), at(1, 2)), isSame(null, null)], [true, true]);
  for (const other of [at(1, 0), at(0, 2), null]) assert.equal(isSame(at(1, 2), other), false);
});

test("a mouse opens a head at once, a finger on its second touch", () => {
  assert.deepEqual([opens("mouse", null, at(0, 1)), opens("pen", null, at(0, 1))], [true, true]);
  assert.deepEqual(
    [opens("touch", null, at(0, 1)), opens("touch", at(0, 0), at(0, 1)), opens("touch", at(0, 1), at(0, 1))],
    [false, false, true],
  );
});

test("a head's address keeps what else the present one says", () => {
  const from = (address) => String(headAddress(address, { layer: 5, head: 1 }));
  assert.equal(from("http://a/model_view?prompt=Hi&layer=3"), "http://a/head_view?prompt=Hi&layer=5&heads=1");
  assert.equal(from("http://a/sub/model_view/"), "http://a/sub/head_view?layer=5&heads=1");
});

// Three tokens, two layers of two heads; on 600 pixels.
const SENT = { ...casesOf("model_view"), name: "model-view", reading: "a reading" };
let parent;
beforeEach(() => (parent = openPage()));

const stage = () => Stage.of(parent);
const place = () => stage().stage;
const frame = () => place().children[3];
const spoken = () => stage().tiles.children[0].textContent;

async function show(data = SENT) {
  return drawnAnew(parent, () => mount({ parentElement: parent, data }));
}

function over(layer, head, more = {}) {
  const { x, y } = boxOf(LAYOUT, { layer, head });
  return pointed(x + 20, y + 20, more);
}

test("what is sent is drawn, with its badges", async () => {
  await show();
  const { context } = place().children[0];
  assert.ok(context.named("stroke").length > 4);
  const texts = context.named("fillText").map(({ values: [text] }) => text);
  assert.ok(["← prev", "↓ sink  → ind", "Layer 1", "Head 1"].every((text) => texts.includes(text)), texts.join());
  assert.deepEqual([place().attributes["aria-label"], stage().name], ["a reading", "model-view"]);
});

test("one half of a pair is drawn as it is sent: three tokens look at two", async () => {
  await show({ ...casesOf("model_view_pair"), name: "n", reading: "r" });
  const paths = place().children[0].context.named("stroke").map(({ values: [{ d }] }) => d).join("");
  assert.equal(paths.split("M").length - 1, 2 * 3 * 2); // no weight is under 1 %
  const texts = place().children[0].context.named("fillText").map(({ values: [text] }) => text);
  assert.deepEqual(texts.filter((text) => /^(Layer|Head)/.test(text)), ["Layer 0", "Head 0", "Head 1"]);
});

test("a map is as sharp as the screen", async () => {
  const shape = { layers: 1, heads: 1, lines: false, shape: [1, 400], queryMarks: [0], keyMarks: Array(400).fill(0) };
  const levels = deflateSync(new Uint8Array(400).fill(15)).toString("base64");
  const wide = { ...SENT, ...shape, levels, figures: [], badges: { kinds: [], heads: [] } };
  const sharp = () => place().children[0].context.named("drawImage")[0].values[0].width;
  await show(wide);
  assert.equal(sharp(), 2 * 196);
  window.devicePixelRatio = 0;
  await show({ ...wide });
  assert.equal(sharp(), 196);
});

test("pointing frames a head and tells its figures", async () => {
  await show();
  assert.deepEqual([frame().hidden, frame().className], [true, "spot"]);
  const [said] = stage().tiles.children;
  assert.deepEqual([said.tag, said.className, said.role], ["div", "unseen", "status"]);
  place().onpointermove(over(1, 0));
  const { x, y, width, height } = boxOf(LAYOUT, at(1, 0));
  const { left, top, width: wide, height: high } = frame().style;
  assert.deepEqual([left, top, wide, high], [`${x - 2}px`, `${y - 2}px`, `${width + 4}px`, `${height + 4}px`]);
  assert.deepEqual([frame().hidden, place().dataset.head, place().style.cursor], [false, "L1H0", "pointer"]);
  assert.match(stage().tip.textContent, /^L1H0\non <bos>: [\d.]+ %\non the previous token: /);
  assert.equal(spoken(), stage().tip.textContent);
  assert.equal(near(parseFloat(stage().tip.style.top)), near(y + height + 8)); // above it is no room
  place().onpointermove(over(1, 1));
  assert.equal(near(parseFloat(stage().tip.style.top)), near(boxOf(LAYOUT, at(1, 1)).y - 38));
  assert.equal(parseFloat(stage().tip.style.left), Math.min(500, x + width + 12));
  place().onpointerleave({ pointerType: "mouse" });
  assert.deepEqual([frame().hidden, place().dataset.head, place().style.cursor, spoken()], [true, undefined, "", ""]);
  assert.equal(stage().tip.style.visibility, "hidden");
});

test("a head that is pointed at already is not told anew", async () => {
  await show();
  place().onpointermove(over(0, 0));
  stage().tip.textContent = "kept";
  place().onpointermove(over(0, 0));
  assert.equal(stage().tip.textContent, "kept");
});

test("a click opens the head as one step of the browser's history", async () => {
  await show();
  place().onclick(pointed(5, 5));
  assert.deepEqual(page.went, []);
  place().onclick(over(1, 1));
  assert.deepEqual(page.went, ["http://localhost:8501/head_view?prompt=Hi&layer=1&heads=1"]);
  assert.deepEqual(page.events, ["popstate"]);
});

test("a finger tells before it opens, and does not hover", async () => {
  await show();
  const touch = over(0, 1, { pointerType: "touch" });
  place().onpointermove(touch);
  assert.equal(place().dataset.head, undefined);
  place().onclick(touch);
  place().onpointerleave(touch);
  assert.deepEqual([place().dataset.head, page.went.length], ["L0H1", 0]);
  place().onclick(touch);
  assert.equal(page.went.length, 1);
});

test("keys walk, Enter opens, Escape leaves, and others are not ours", async () => {
  await show();
  const press = (name) => {
    const event = keyed(name);
    place().onkeydown(event);
    return [event.prevented, place().dataset.head];
  };
  assert.deepEqual(press("Enter"), [false, undefined]);
  assert.deepEqual(
    [press("ArrowDown"), press("ArrowRight"), press("x")],
    [[true, "L0H0"], [true, "L1H0"], [false, "L1H0"]],
  );
  press("Enter");
  assert.deepEqual(page.went, ["http://localhost:8501/head_view?prompt=Hi&layer=1&heads=0"]);
  assert.deepEqual(press("Escape"), [true, undefined]);
  press("ArrowDown");
  place().onblur();
  assert.equal(place().dataset.head, undefined);
});

test("of two that come together the later is drawn, and a new one forgets the head", async () => {
  mount({ parentElement: parent, data: { ...SENT, reading: "first" } });
  await show({ ...SENT, reading: "second" });
  assert.deepEqual([place().attributes["aria-label"], place().dataset.drawn], ["second", "1"]);
  place().onpointermove(over(0, 0));
  stage().root.clientWidth = 580;
  page.resized[0]();
  assert.deepEqual([place().dataset.drawn, place().dataset.head, stage().tiles.children.length], ["2", undefined, 1]);
});
