// The badge in a corner of a head's picture: what the head does, where it carries a label.

/** @import { HeadLabel, Measure } from "../shared/types.d.ts" */
/** @import { Scene } from "../shared/scene.js" */
/** @import { Box, ModelViewData } from "./types.d.ts" */

const ROOMY = { width: 72, height: 40 }; // pixels of a picture from which on a badge has words

/**
 * Where the picture has least: a line's ends gather above the lower right corner, and a decoder's map is empty at the
 * upper right.
 * @param {Scene} scene
 * @param {Box} box
 * @param {HeadLabel[]} labels the strongest first
 * @param {ModelViewData} data
 * @param {Measure} measure
 */
export function drawBadge(scene, box, labels, { lines, theme }, measure) {
  if (!labels.length) return;
  const roomy = box.width >= ROOMY.width && box.height >= ROOMY.height;
  const size = roomy ? 11 : 13;
  const wide = (/** @type {string} */ text) => Math.ceil(measure(text, size)) + (roomy ? 8 : 3);
  const text = textOf(labels, roomy, (each) => wide(each) <= box.width * 0.75);
  const [width, height] = [wide(text), size + (roomy ? 4 : -1)];
  const x = box.x + box.width - width;
  const y = lines ? box.y + box.height - height : box.y;
  scene.rect(x, y, width, height, { color: theme.background, opacity: 0.85 });
  scene.text(x + width / 2, y + height / 2, text, { color: theme.ink, size, anchor: "middle", weight: 600 });
}

/**
 * All labels in words, or the first in words and the others as symbols, or the first symbol alone, as in small
 * pictures.
 * @param {HeadLabel[]} labels
 * @param {boolean} roomy
 * @param {(text: string) => boolean} fits
 */
function textOf(labels, roomy, fits) {
  const words = labels.map(({ symbol, badge }) => `${symbol} ${badge}`);
  const [first, ...others] = labels.map(({ symbol }) => symbol);
  const texts = roomy ? [words.join("  "), [words[0], ...others].join("  ")] : [];
  return texts.find(fits) ?? first;
}
