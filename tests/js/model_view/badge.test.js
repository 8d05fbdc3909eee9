import assert from "node:assert/strict";
import { test } from "node:test";

import { drawBadge } from "../../../attn_core/diagrams/js/model_view/badge.js";
import { told } from "../../../attn_core/diagrams/js/model_view/words.js";
import { Scene } from "../../../attn_core/diagrams/js/shared/scene.js";
import { measure } from "../fakes.js";
import { looksOf } from "../scenes.js";
import { BOX, dataOf, KINDS } from "./hand_made.js";

const LABELS = KINDS.map((kind) => ({ ...kind, said: kind.name }));

function badge(labels, { lines = true, box = BOX } = {}) {
  const scene = new Scene(1, 1, "white", "Sans");
  drawBadge(scene, box, labels, dataOf({ lines }), measure);
  return scene.shapes;
}

test("a badge has words where there is room, else symbols, and none without a label", () => {
  const said = (labels, width) => badge(labels, { box: { ...BOX, width } })[1].text;
  assert.deepEqual(badge([]), []);
  assert.equal(said(LABELS, 150), "↓ sink  ← prev"); // 14 × 6.6 + 8 is within three quarters
  assert.equal(said(LABELS, 130), "↓ sink  ←");
  assert.equal(said(LABELS, 80), "↓");
  assert.equal(said(LABELS.slice(1), 80), "← prev");
  assert.equal(said(LABELS.slice(1), 72), "← prev");
  assert.equal(said(LABELS.slice(1), 71), "←"); // too small for words
  assert.equal(badge(LABELS.slice(1), { box: { ...BOX, height: 39 } })[1].text, "←");
});

test("a badge is in the corner where the picture has least", () => {
  const places = [
    true,
    false,
  ].map((lines) => looksOf(badge(LABELS.slice(1), { lines }), "x", "y", "width", "height", "size", "anchor"));
  const wide = Math.ceil(6 * 6.6) + 8;
  assert.deepEqual(places[0], [
    [180 - wide, 75, wide, 15, undefined, undefined],
    [180 - wide / 2, 82.5, undefined, undefined, 11, "middle"],
  ]);
  assert.deepEqual(places[1][0].slice(0, 2), [180 - wide, 50]);
  const [back, text] = badge(LABELS.slice(0, 1), { box: { ...BOX, width: 40 } });
  assert.deepEqual(
    looksOf([back, text], "width", "height", "opacity", "color"),
    [[11, 12, 0.85, "#FFFFFF"], [undefined, undefined, 1, "#111111"]],
  );
  assert.deepEqual([text.size, text.weight], [13, 600]);
});

test("a head is told by its name, its labels and its figures with their units", () => {
  const badges = { kinds: KINDS, heads: [[], [[], [], [[0, "91 %"], [1, "41 %"]]]] };
  const values = [[0.1, 0.2, 0.3], [0.4, 0.5, 0.042]];
  const figures = [
    { name: "on <bos>", unit: "share", values },
    { name: "mean distance", unit: "tokens", values: values.map((layer) => layer.map((value) => value * 100)) },
    { name: "entropy", unit: "bits", values: [[0, 0, 0], [0, 0, null]] },
  ];
  assert.equal(
    told(dataOf({ badges, figures }), { layer: 1, head: 2 }),
    "L1H2\nin general: <bos> sink (91 %), previous token (41 %)\n" +
      "on <bos>: 4.2 %\nmean distance: 4.2 tokens\nentropy: –",
  );
  assert.equal(told(dataOf({ figures: figures.slice(0, 1) }), { layer: 0, head: 1 }), "L0H1\non <bos>: 20 %");
});
