import assert from "node:assert/strict";
import { test } from "node:test";

import { boxOf, headAt, layoutOf } from "../../../attn_core/diagrams/js/model_view/layout.js";
import { near } from "../scenes.js";

// 8 layers × 4 heads on 1258 pixels: columns of 150, rows of 115.
const EIGHT = layoutOf(58 + 8 * 150, 8, 4);
// 26 layers × 8 heads on a phone.
const PHONE = layoutOf(390, 26, 8);

test("few layers stand in one row of wide pictures", () => {
  const { left, short, bands, columns, across, down, bandHeight, height } = EIGHT;
  assert.deepEqual([left, short, bands, columns, across, down], [58, false, 1, 8, 150, 115]);
  assert.deepEqual([bandHeight, height], [20 + 4 * 115 + 6, 486]);
});

test("pictures are never wider than they are useful, nor lower than a finger", () => {
  const wide = layoutOf(4000, 2, 2);
  assert.deepEqual([wide.across, wide.down], [200, 115]);
  const deep = layoutOf(4000, 6, 40);
  assert.deepEqual([deep.down, deep.across], [22, 55]); // as wide as two and a half heights
  const narrow = layoutOf(28 + 50, 1, 2);
  assert.deepEqual([narrow.short, narrow.across, narrow.down], [true, 50, 40]);
});

test("names are short on a phone", () => {
  assert.deepEqual([layoutOf(559, 2, 2).left, layoutOf(560, 2, 2).left], [28, 58]);
});

test("many layers are wrapped into as many bands as make pictures large", () => {
  assert.deepEqual([PHONE.bands, PHONE.columns], [2, 13]); // a third would gain a pixel
  assert.equal(PHONE.height, 2 * PHONE.bandHeight);
  const square = layoutOf(1200, 12, 12); // two bands would gain too little
  assert.deepEqual([square.bands, near(square.down)], [1, 50]);
  const even = layoutOf(28 + 12 * 30, 24, 4);
  assert.equal(even.bands * even.columns, 24);
  assert.equal(layoutOf(700, 1, 1).bands, 1);
  const stacked = [2, 3].map((layers) => layoutOf(28 + 60, layers, 1));
  assert.deepEqual(stacked.map(({ bands, columns, across, down }) => [bands, columns, across, down]), [
    [2, 1, 60, 48], [3, 1, 60, 48],
  ]);
  assert.equal(layoutOf(28 + 44, 2, 40).bands, 2); // a row is 22 pixels anyway, so what counts is the width
});

test("a head's picture is in its layer's column and its head's row, 4 pixels from the next", () => {
  assert.deepEqual(boxOf(EIGHT, { layer: 0, head: 0 }), { x: 58, y: 20, width: 146, height: 111 });
  assert.deepEqual(boxOf(EIGHT, { layer: 3, head: 2 }), { x: 58 + 450, y: 20 + 230, width: 146, height: 111 });
  const second = boxOf(PHONE, { layer: 13, head: 1 });
  assert.deepEqual([second.x, near(second.y)], [28, near(PHONE.bandHeight + 20 + PHONE.down)]);
});

test("the middle of every picture is its own head", () => {
  for (const layout of [EIGHT, PHONE]) {
    for (let layer = 0; layer < layout.layers; layer += 1) {
      for (let head = 0; head < layout.heads; head += 1) {
        const { x, y, width, height } = boxOf(layout, { layer, head });
        assert.deepEqual(headAt(layout, x + width / 2, y + height / 2), { layer, head });
      }
    }
  }
});

test("a picture begins at its first pixel and ends where the next begins", () => {
  const at = (x, y) => headAt(EIGHT, x, y);
  assert.deepEqual(
    [at(57.9, 30), at(58, 30), at(207.9, 30), at(208, 30)].map((found) => found?.layer),
    [undefined, 0, 0, 1],
  );
  assert.deepEqual(
    [at(60, 19.9), at(60, 20), at(60, 134.9), at(60, 135)].map((found) => found?.head),
    [undefined, 0, 0, 1],
  );
});

test("beside, above and under the pictures is no head", () => {
  const outside = [[57, 100], [58 + 1200, 100], [100, 19], [100, 480], [100, 490], [100, -5], [-200, 100]];
  for (const [x, y] of outside) assert.equal(headAt(EIGHT, x, y), null, `${x} ${y}`);
  const odd = layoutOf(390, 25, 8);
  assert.deepEqual([odd.bands, odd.columns, odd.height], [2, 13, 2 * odd.bandHeight]);
  const { x, y } = boxOf(odd, { layer: 24, head: 0 });
  assert.deepEqual(headAt(odd, x + 5, y + 5), { layer: 24, head: 0 });
  assert.equal(headAt(odd, x + odd.across + 5, y + 5), null); // the last band is not full
  assert.equal(headAt(PHONE, PHONE.left + 13 * PHONE.across + 1, 30), null); // right of a full band
  assert.equal(headAt(PHONE, 40, PHONE.bandHeight + 10), null); // the names of a band's layers
});
