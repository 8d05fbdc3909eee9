// Small layers written by hand: what is sent, and a drawing of it.

import { drawingOf } from "../../../attn_core/diagrams/js/head_view/drawing.js";
import { measure, THEME } from "../fakes.js";

const SIDE = {
  labels: ["<bos>", "hungry", "so"],
  special: [1, 0, 0],
  segment: [0, 0, 0],
  position: [0, 1, 2],
  twice: [0, 0, 0],
};

/** Two heads [query][key]; <bos> looks at itself, later tokens are masked. */
export const WEIGHTS = [
  [[1, 0, 0], [0.5, 0.5, 0], [0.2, 0.6, 0.2]],
  [[1, 0, 0], [0.75, 0.25, 0], [0.4, 0.1, 0.5]],
];

export const ALL = { heads: [0, 1], threshold: 0, mean: false };

export function dataOf(weights = WEIGHTS, more = {}) {
  const shape = [weights.length, weights[0].length, weights[0][0]?.length ?? 0];
  const badges = { kinds: [], heads: [] };
  const side = { query: SIDE, key: SIDE };
  return {
    layer: 2,
    weights: { shape },
    ...side,
    pair: false,
    dimmed: true,
    badges,
    theme: THEME,
    name: "n",
    reading: "r",
    ...more,
  };
}

/** A drawing 600 pixels wide: lines run from x = 130 to 440, rows are 22 pixels tall from y = 26 on. */
export function drawn({ weights = WEIGHTS, choice = {}, width = 600, ...more } = {}) {
  const flat = Float32Array.from(weights.flat(2));
  return drawingOf(dataOf(weights, more), flat, { ...ALL, ...choice }, { width, font: "Sans", measure });
}

/** Tokens of one side by their number, one text. */
export function tokens(count, more = {}) {
  const every = (value) => Array.from({ length: count }, (_, at) => value(at));
  const side = { labels: every((at) => `t${at}`), special: every(() => 0), segment: every(() => 0) };
  return { ...side, position: every((at) => at), twice: every(() => 0), ...more };
}

/** Which token is at a height of the picture. */
export function tokenAt(drawing, side, y) {
  return drawing.columns[side].ys.findIndex((middle) => Math.abs(middle - y) < drawing.columns.row / 2);
}
