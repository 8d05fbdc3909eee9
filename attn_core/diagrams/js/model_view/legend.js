// What the colours' strengths mean, under the pictures.

import { percent } from "../shared/numbers.js";
import { levelOf, strength } from "./levels.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Layout } from "./layout.js" */
/** @import { ModelViewData } from "./types.d.ts" */

const SHARES = [0.01, 0.1, 0.25, 0.5, 1];

/** @param {Scene} scene @param {Layout} layout @param {ModelViewData} data */
export function drawLegend(scene, layout, { theme, lines }) {
  const y = layout.height + 10;
  const look = { color: theme.faint, size: 11 };
  scene.text(layout.left, y, layout.short ? "Share" : "Share of a token’s attention", look);
  let x = layout.left + (layout.short ? 44 : 158);
  for (const share of SHARES) {
    scene.rect(x, y - 5, 14, 10, { color: theme.attention, opacity: strength(levelOf(share), lines) });
    scene.text(x + 18, y, percent(share), look);
    x += 52;
  }
}
