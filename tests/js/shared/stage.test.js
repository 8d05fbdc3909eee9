import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { canvasFor, canvasOf, measureIn } from "../../../attn_core/diagrams/js/shared/canvas.js";
import { sharpness } from "../../../attn_core/diagrams/js/shared/download.js";
import { element, mark, placeOf } from "../../../attn_core/diagrams/js/shared/elements.js";
import { Scene } from "../../../attn_core/diagrams/js/shared/scene.js";
import { Stage } from "../../../attn_core/diagrams/js/shared/stage.js";
import { openPage, page, pointed } from "../fakes.js";

/** @type {import("../fakes.js").FakeElement} */
let parent;
let stage;
beforeEach(() => {
  parent = openPage();
  stage = Stage.of(parent);
});

/** A scene whose one line tells it from others. */
function sceneOf(color, width = 200, height = 100) {
  const scene = new Scene(width, height, "paper", "Sans");
  scene.line(1, 2, 3, 4, { color });
  return scene;
}

const buttons = () => stage.saves.children;
const written = async () => (await page.saved.at(-1).blob.text());

test("a parent has one stage, with places for controls, picture and buttons", () => {
  assert.equal(Stage.of(parent), stage);
  assert.notEqual(Stage.of(openPage()), stage);
  assert.deepEqual(parent.children, [stage.root]);
  assert.deepEqual(stage.root.children.map(({ className }) => className), ["tiles", "stage", "saves"]);
  assert.deepEqual([stage.root.className, stage.stage.tabIndex, stage.stage.role], ["diagram", 0, "img"]);
  assert.deepEqual(buttons().map(({ textContent, title }) => [textContent, title]), [
    ["PNG", "Download the picture as PNG"],
    ["SVG", "Download the picture as SVG"],
  ]);
  assert.deepEqual([stage.width, stage.font, stage.tip.className], [600, "Sans", "tip"]);
  assert.equal(stage.measure("ab", 10), 12);
});

test("a scene is painted on the lower of two canvases, as sharp as the screen", () => {
  stage.show(sceneOf("red"), "name", "reading");
  const [lower, upper, tip] = stage.stage.children;
  assert.equal(lower.context.named("stroke")[0].strokeStyle, "red");
  assert.deepEqual([lower.width, lower.height, lower.style.width, lower.style.height], [400, 200, "200px", "100px"]);
  assert.deepEqual([lower, upper].map(({ context }) => context.named("scale")[0].values), [[2, 2], [2, 2]]);
  assert.deepEqual(
    [upper.className, upper.width, upper.context.named("stroke").length, tip],
    ["over", 400, 0, stage.tip],
  );
  assert.equal(stage.stage.attributes["aria-label"], "reading");
  assert.equal(stage.stage.dataset.drawn, "1");
  assert.equal(stage.tip.style.visibility, "hidden");
  stage.show(sceneOf("blue"), "name", "reading");
  assert.deepEqual([stage.stage.dataset.drawn, stage.stage.children.length], ["2", 3]);
});

test("a screen that tells no ratio has one pixel for each", () => {
  window.devicePixelRatio = 0;
  stage.show(sceneOf("red"), "name", "reading");
  assert.equal(stage.stage.children[0].width, 200);
});

test("what the pointer brings out covers the scene, and goes again", () => {
  stage.over(sceneOf("early")); // nothing is drawn yet
  stage.show(sceneOf("red"), "name", "reading");
  stage.over(sceneOf("green", 150, 50));
  const { context } = stage.stage.children[1];
  assert.deepEqual(context.named("clearRect")[0].values, [0, 0, 200, 100]);
  assert.deepEqual(
    [context.named("fillRect")[0].values, context.named("fillRect")[0].fillStyle],
    [[0, 0, 150, 50], "paper"],
  );
  assert.equal(context.named("stroke")[0].strokeStyle, "green");
  stage.over(null);
  assert.deepEqual(context.calls.at(-1).name, "clearRect");
});

test("the tooltip says a text at a point, and nothing with null", () => {
  stage.hint("words", 50, 80);
  assert.deepEqual([stage.tip.textContent, stage.tip.style.visibility], ["words", "visible"]);
  assert.deepEqual([stage.tip.style.left, stage.tip.style.top], ["62px", "42px"]);
  stage.hint("words", 50, 80, true);
  assert.equal(stage.tip.style.top, "100px");
  stage.hint("words");
  assert.deepEqual([stage.tip.style.left, stage.tip.style.top], ["12px", "20px"]);
  stage.hint(null);
  assert.equal(stage.tip.style.visibility, "hidden");
});

test("a picture is drawn anew when its width changes, and only then", () => {
  let drawn = 0;
  const [resized] = page.resized;
  resized(); // before anything is drawn
  stage.onresize = () => (drawn += 1);
  stage.show(sceneOf("red"), "name", "reading");
  resized();
  assert.equal(drawn, 0);
  stage.root.clientWidth = 500;
  resized();
  assert.equal(drawn, 1);
});

test("what is saved as SVG is what is seen, or what the paper has more", async () => {
  buttons()[1].onclick();
  assert.equal(page.saved.length, 0); // nothing is drawn yet
  stage.show(sceneOf("red"), "name", "a reading");
  buttons()[1].onclick();
  assert.deepEqual([page.saved.at(-1).name, page.saved.at(-1).blob.type], ["name.svg", "image/svg+xml"]);
  assert.match(await written(), /<title>a reading<\/title>[^]*stroke="red"/);
  stage.over(sceneOf("green"));
  buttons()[1].onclick();
  assert.match(await written(), /stroke="green"/);
  stage.paper = () => sceneOf("blue");
  buttons()[1].onclick();
  assert.match(await written(), /stroke="blue"/);
  stage.paper = null;
  stage.show(sceneOf("red"), "name", "a reading");
  buttons()[1].onclick();
  assert.match(await written(), /stroke="red"/);
});

test("a PNG has two pixels for each, or as many as browsers take", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  stage.show(sceneOf("red"), "name", "reading");
  buttons()[0].onclick();
  assert.deepEqual([page.saved.at(-1).name, await written()], ["name.png", "400x200"]);
  t.mock.timers.tick(1000);
  assert.deepEqual(page.revoked, ["blob:1"]);
  assert.equal(sharpness({ width: 100, height: 8000 }), 2);
  assert.equal(sharpness({ width: 100, height: 16000 }), 1);
  assert.equal(sharpness({ width: 32000, height: 100 }), 0.5);
});

test("a bitmap is a canvas of its pixels, made once", () => {
  const bitmap = { width: 2, height: 1, pixels: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8) };
  const canvas = canvasFor(bitmap);
  const [image, ...corner] = canvas.context.named("putImageData")[0].values;
  assert.deepEqual([[...image.data], image.width, image.height, corner], [[1, 2, 3, 4, 5, 6, 7, 8], 2, 1, [0, 0]]);
  assert.deepEqual([canvas.width, canvas.height], [2, 1]);
  assert.equal(canvasFor(bitmap), canvas);
  assert.notEqual(canvasFor({ ...bitmap }), canvas);
});

test("canvases have whole pixels, and texts are measured in their weight", () => {
  const canvas = canvasOf(10.3, 20.6, 1);
  assert.deepEqual([canvas.width, canvas.height, canvas.style.width], [10, 21, "10.3px"]);
  const measure = measureIn("Sans");
  assert.deepEqual([measure("abc", 10), measure("abc", 10, 400), measure("abc", 20)], [18, 15, 36]);
});

test("elements have properties and children, and marks that come and go", () => {
  const made = element("div", { className: "row" }, "text", element("span"));
  assert.deepEqual([made.tag, made.className, made.children[0], made.children[1].tag], ["div", "row", "text", "span"]);
  mark(made, "focus", "query 1");
  assert.equal(made.dataset.focus, "query 1");
  mark(made, "focus", null);
  assert.ok(!("focus" in made.dataset));
  assert.deepEqual(placeOf(pointed(3, 4), made), [3, 4]);
});
