import assert from "node:assert/strict";
import { test } from "node:test";

import { paint } from "../../../attn_core/diagrams/js/shared/paint.js";
import { Scene } from "../../../attn_core/diagrams/js/shared/scene.js";
import { svgOf } from "../../../attn_core/diagrams/js/shared/svg.js";
import { FakeContext, openPage } from "../fakes.js";

const BITMAP = { width: 2, height: 1, pixels: new Uint8ClampedArray(8) };

/** One shape of each kind, all numbers different. */
function sceneOfAll() {
  const scene = new Scene(100, 50, "#FEFEFE", 'A "B"');
  scene.line(1, 2, 3, 4.005, { color: "red", width: 1.5, opacity: 0.5 });
  scene.path("M1 2L3 4", { color: "green", width: 2.5, opacity: 0.25 });
  scene.rect(5, 6, 7, 8, { color: "blue", opacity: 0.75, outline: "black" });
  scene.text(9, 10, "a<b & \"c\">", { color: "ink", size: 14, anchor: "end", weight: 600, opacity: 0.6 });
  scene.image(11, 12, 13, 14, BITMAP);
  return scene;
}

test("shapes have a look where none is given", () => {
  const scene = new Scene(10, 20, "white", "Sans");
  scene.line(0, 0, 1, 1, { color: "c" });
  scene.path("M0 0", { color: "c" });
  scene.rect(0, 0, 1, 1, { color: "c" });
  scene.text(0, 0, "t", { color: "c" });
  const looks = scene.shapes.map(({
    width,
    opacity,
    outline,
    size,
    anchor,
    weight,
  }) => [width, opacity, outline, size, anchor, weight]);
  assert.deepEqual(looks, [
    [1, 1, undefined, undefined, undefined, undefined],
    [1, 1, undefined, undefined, undefined, undefined],
    [1, 1, null, undefined, undefined, undefined],
    [undefined, 1, undefined, 13, "start", 400],
  ]);
  assert.deepEqual([scene.width, scene.height, scene.background, scene.font], [10, 20, "white", "Sans"]);
});

test("a canvas gets every shape where it is, with its look", () => {
  openPage();
  const context = new FakeContext();
  const canvas = {};
  paint(sceneOfAll(), context, (bitmap) => (bitmap === BITMAP ? canvas : null));
  const [from] = context.named("moveTo");
  const [to] = context.named("lineTo");
  assert.deepEqual([from.values, to.values], [[1, 2], [3, 4.005]]);
  const [line, path] = context.named("stroke");
  assert.deepEqual([line.strokeStyle, line.lineWidth, line.globalAlpha], ["red", 1.5, 0.5]);
  assert.deepEqual(
    [path.strokeStyle, path.lineWidth, path.globalAlpha, path.values[0].d],
    ["green", 2.5, 0.25, "M1 2L3 4"],
  );
  const [rect] = context.named("fillRect");
  assert.deepEqual([rect.values, rect.fillStyle, rect.globalAlpha], [[5, 6, 7, 8], "blue", 0.75]);
  const [edge] = context.named("strokeRect");
  assert.deepEqual([edge.values, edge.strokeStyle, edge.lineWidth], [[5, 6, 7, 8], "black", 1]);
  const [text] = context.named("fillText");
  assert.deepEqual(text.values, ["a<b & \"c\">", 9, 10]);
  assert.deepEqual(
    [text.fillStyle, text.font, text.textAlign, text.globalAlpha],
    ["ink", '600 14px A "B"', "right", 0.6],
  );
  assert.equal(text.textBaseline, "middle");
  const [image] = context.named("drawImage");
  assert.deepEqual([image.values, image.smooth, image.globalAlpha], [[canvas, 11, 12, 13, 14], false, 1]);
  assert.equal(context.globalAlpha, 1);
  assert.deepEqual([context.named("beginPath").length, context.calls[0].name], [1, "beginPath"]);
});

test("texts are aligned as they are anchored, and boxes without outline have none", () => {
  const scene = new Scene(10, 10, "white", "Sans");
  for (const anchor of ["start", "middle", "end"]) scene.text(0, 0, anchor, { color: "c", anchor });
  scene.rect(0, 0, 1, 1, { color: "c" });
  scene.line(0, 0, 1, 1, { color: "c", opacity: 0.3 });
  const context = new FakeContext();
  paint(scene, context, () => null);
  assert.deepEqual(context.named("fillText").map(({ textAlign }) => textAlign), ["left", "center", "right"]);
  assert.equal(context.named("strokeRect").length, 0);
  assert.equal(context.globalAlpha, 1); // what is painted next is not faint
});

test("an SVG has every shape where it is, with its look", () => {
  const written = svgOf(sceneOfAll(), "<title>", (bitmap) => `data:${bitmap.width}`).split("\n");
  assert.deepEqual(written, [
    '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50" ' +
      'font-family="A &#34;B&#34;" role="img">',
    '<title>&#60;title&#62;</title><rect width="100%" height="100%" fill="#FEFEFE"/>',
    '<line x1="1" y1="2" x2="3" y2="4.01" stroke="red" stroke-width="1.5" opacity="0.5"/>',
    '<path d="M1 2L3 4" fill="none" stroke="green" stroke-width="2.5" opacity="0.25"/>',
    '<rect x="5" y="6" width="7" height="8" fill="blue" opacity="0.75" stroke="black"/>',
    '<text x="9" y="10" fill="ink" font-size="14" font-weight="600" text-anchor="end" dominant-baseline="central" ' +
      'opacity="0.6" xml:space="preserve">a&#60;b &#38; &#34;c&#34;&#62;</text>',
    '<image x="11" y="12" width="13" height="14" preserveAspectRatio="none" ' +
      'style="image-rendering:pixelated" href="data:2"/>',
    "</svg>",
  ]);
});

test("a box without outline has none in the SVG", () => {
  const scene = new Scene(1, 1, "white", "Sans");
  scene.rect(0, 0, 1, 1, { color: "c" });
  assert.match(svgOf(scene, "", String), /<rect x="0" y="0" width="1" height="1" fill="c" opacity="1"\/>/);
});
