import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, layoutOf } from "../../../attn_core/diagrams/js/model_view/layout.js";
import { strength } from "../../../attn_core/diagrams/js/model_view/levels.js";
import { pictureOf } from "../../../attn_core/diagrams/js/model_view/picture.js";
import { measure } from "../fakes.js";
import { looksOf, near, shapesOf, textOf, textsOf } from "../scenes.js";
import { dataOf, KINDS } from "./hand_made.js";

// Each head has one line: layer 0 from the first token, layer 1 from the second, head by head to the next key.
const LEVELS = Uint8Array.from({ length: 36 }, (_, at) => (at % 7 ? 0 : 15));
const HEADS = [0, 1].flatMap((layer) => [0, 1, 2].map((head) => ({ layer, head })));

function drawn(more = {}, width = 700) {
  const data = dataOf(more);
  const layout = layoutOf(width, data.layers, data.heads);
  return { layout, scene: pictureOf(layout, LEVELS, data, { width, font: "Sans", measure, ratio: 2 }) };
}

test("every head's own lines are in its box, on a tint", () => {
  const { layout, scene } = drawn();
  const boxes = shapesOf(scene, "rect").slice(0, 6);
  assert.deepEqual(
    looksOf(boxes, "x", "y", "width", "height"),
    HEADS.map((head) => Object.values(boxOf(layout, head)).map(near)),
  );
  assert.ok(boxes.every(({ color, opacity }) => color === "#111111" && opacity === 0.05));
  const ends = shapesOf(
    scene,
    "path",
  ).map(({ d }) => /M([\d.]+) ([\d.]+)L[\d.]+ ([\d.]+)/.exec(d).slice(1).map(Number));
  const expected = HEADS.map(({ layer, head }) => {
    const { x, y, height } = boxOf(layout, { layer, head });
    return [
      x + 2,
      y + (height * (layer + 0.5)) / 2,
      y + (height * (head + 0.5)) / 3,
    ].map((value) => Math.round(value * 10) / 10);
  });
  assert.deepEqual(ends, expected);
  assert.deepEqual(
    [scene.width, scene.height, scene.background, scene.font],
    [700, layout.height + 24, "#FFFFFF", "Sans"],
  );
});

test("a long text's heads are maps that fill their boxes", () => {
  const { layout, scene } = drawn({ lines: false });
  const images = shapesOf(scene, "image");
  assert.deepEqual(
    looksOf(images, "x", "y", "width", "height"),
    HEADS.map((head) => Object.values(boxOf(layout, head)).map(near)),
  );
  const dense = images.map(({ bitmap }) => bitmap.pixels.findIndex((value, at) => at % 4 === 3 && value === 255) >> 2);
  assert.deepEqual(dense, [0, 1, 2, 3, 4, 5]); // the point with full colour
  assert.deepEqual([images[0].bitmap.width, images[0].bitmap.height], [3, 2]);
  assert.equal(shapesOf(scene, "path").length, 0);
});

test("without tokens the boxes are empty", () => {
  const { scene } = drawn({ shape: [0, 0] });
  assert.deepEqual([shapesOf(scene, "path").length, shapesOf(scene, "image").length], [0, 0]);
});

test("layers are named above their columns, heads beside their rows", () => {
  const { layout, scene } = drawn();
  const { x, y, width, height } = boxOf(layout, { layer: 1, head: 2 });
  const titles = [textOf(scene, "Layer 1"), textOf(scene, "Head 2")];
  assert.deepEqual(looksOf(titles, "x", "y", "anchor", "color", "size"), [
    [near(x + width / 2), 11, "middle", "#777777", 11],
    [50, near(y + height / 2), "end", "#777777", 11],
  ]);
  assert.equal(textsOf(scene).filter((said) => /^(Layer|Head) \d$/.test(said)).length, 5);
});

test("names are short where room is", () => {
  assert.ok(textsOf(drawn({}, 559).scene).includes("L1") && textsOf(drawn({}, 559).scene).includes("H2"));
  const levels = new Uint8Array(22 * 6);
  const data = dataOf({ layers: 22, heads: 1 });
  const titles = (width) => textsOf(pictureOf(
    layoutOf(width, 22, 1),
    levels,
    data,
    { width, font: "Sans", measure, ratio: 1 },
  ));
  const layout = layoutOf(1000, 22, 1);
  assert.equal(titles(1000).includes("Layer 3"), layout.across >= 56);
});

test("every band has its own names", () => {
  const data = dataOf({ layers: 26, heads: 8 });
  const layout = layoutOf(390, 26, 8);
  const scene = pictureOf(layout, new Uint8Array(26 * 8 * 6), data, { width: 390, font: "Sans", measure, ratio: 1 });
  const heads = shapesOf(scene, "text").filter(({ text }) => text === "H5");
  assert.deepEqual(heads.map(({ y }) => near(y)), [0, 13].map((layer) => {
    const { y, height } = boxOf(layout, { layer, head: 5 });
    return near(y + height / 2);
  }));
  assert.deepEqual(
    textsOf(scene).filter((said) => /^L\d+$/.test(said)),
    Array.from({ length: 26 }, (_, layer) => `L${layer}`),
  );
});

test("the legend shows how dense each share is", () => {
  for (const lines of [true, false]) {
    const { layout, scene } = drawn({ lines });
    const y = layout.height + 10;
    assert.deepEqual(looksOf([textOf(scene, "Share of a token’s attention")], "x", "y", "size"), [[58, near(y), 11]]);
    const boxes = shapesOf(scene, "rect").slice(-5);
    assert.deepEqual(looksOf(boxes, "x", "y", "width", "height", "opacity"), [2, 5, 8, 11, 15].map((level, at) => {
      return [58 + 158 + 52 * at, near(y - 5), 14, 10, near(strength(level, lines))];
    }));
    const said = ["1 %", "10 %", "25 %", "50 %", "100 %"].map((share) => textOf(scene, share));
    assert.deepEqual(looksOf(said, "x", "y"), boxes.map(({ x }) => [x + 18, near(y)]));
  }
  const { scene } = drawn({}, 400);
  assert.equal(textOf(scene, "1 %").x, 28 + 44 + 18);
  assert.equal(textOf(scene, "Share").x, 28);
});

test("each head carries its own badge", () => {
  const heads = [[[], [[0, "91 %"]], []], [[], [], [[1, "83 %"]]]];
  const { layout, scene } = drawn({ badges: { kinds: KINDS, heads } });
  const within = (said, head) => {
    const { x, y } = textOf(scene, said);
    const box = boxOf(layout, head);
    return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
  };
  assert.ok(within("↓ sink", { layer: 0, head: 1 }));
  assert.ok(within("← prev", { layer: 1, head: 2 }));
});
