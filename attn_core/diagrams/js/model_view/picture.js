// The whole model view: every head as one small picture, with titles and a legend.

import { labelsOf } from "../shared/badges.js";
import { Scene } from "../shared/scene.js";
import { drawBadge } from "./badge.js";
import { boxOf } from "./layout.js";
import { drawLegend } from "./legend.js";
import { drawLines } from "./lines.js";
import { mapOf } from "./map.js";
import { drawTitles } from "./titles.js";

/** @import { Measure } from "../shared/types.d.ts" */
/** @import { Layout } from "./layout.js" */
/** @import { ModelViewData } from "./types.d.ts" */

const BELOW = 24; // pixels for the legend

/**
 * @param {Layout} layout
 * @param {Uint8Array} levels [layer, head, row, column]
 * @param {ModelViewData} data
 * @param {{width: number, font: string, measure: Measure, ratio: number}} place
 */
export function pictureOf(layout, levels, data, { width, font, measure, ratio }) {
  const scene = new Scene(width, layout.height + BELOW, data.theme.background, font);
  const size = data.shape[0] * data.shape[1];
  for (let layer = 0; layer < layout.layers; layer += 1) {
    for (let head = 0; head < layout.heads; head += 1) {
      const box = boxOf(layout, { layer, head });
      const start = (layer * layout.heads + head) * size;
      const own = levels.subarray(start, start + size);
      scene.rect(box.x, box.y, box.width, box.height, { color: data.theme.ink, opacity: 0.05 });
      if (size && data.lines) drawLines(scene, box, own, data);
      else if (size) scene.image(box.x, box.y, box.width, box.height, mapOf(box, own, data, ratio));
      drawBadge(scene, box, labelsOf(data.badges, layer, head), data, measure);
    }
  }
  drawTitles(scene, layout, data.theme);
  drawLegend(scene, layout, data);
  return scene;
}
