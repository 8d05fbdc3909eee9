// The names of layers above their columns and of heads beside their rows.

import { boxOf } from "./layout.js";

/** @import { Theme } from "../shared/types.d.ts" */
/** @import { Scene } from "../shared/scene.js" */
/** @import { Layout } from "./layout.js" */

const WORDED = 56; // pixels of a column from which on “Layer 3” fits

/** @param {Scene} scene @param {Layout} layout @param {Theme} theme */
export function drawTitles(scene, layout, theme) {
  const worded = !layout.short && layout.across >= WORDED;
  const look = { color: theme.faint, size: 11 };
  for (let layer = 0; layer < layout.layers; layer += 1) {
    const box = boxOf(layout, { layer, head: 0 });
    const title = worded ? `Layer ${layer}` : `L${layer}`;
    scene.text(box.x + box.width / 2, box.y - 9, title, { ...look, anchor: "middle" });
  }
  for (let band = 0; band < layout.bands; band += 1) {
    for (let head = 0; head < layout.heads; head += 1) {
      const box = boxOf(layout, { layer: band * layout.columns, head });
      const title = layout.short ? `H${head}` : `Head ${head}`;
      scene.text(layout.left - 8, box.y + box.height / 2, title, { ...look, anchor: "end" });
    }
  }
}
