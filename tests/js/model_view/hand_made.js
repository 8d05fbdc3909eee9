// Small models written by hand.

import { THEME } from "../fakes.js";

/** Two layers of three heads, two tokens that look at three; levels count up, so that no two heads are alike. */
export function dataOf(more = {}) {
  return {
    layers: 2,
    heads: 3,
    lines: true,
    shape: [2, 3],
    queryMarks: [1, 0],
    keyMarks: [1, 0, 0],
    figures: [],
    badges: { kinds: [], heads: [] },
    theme: THEME,
    name: "model-view",
    reading: "a reading",
    ...more,
  };
}

export const BOX = { x: 100, y: 50, width: 80, height: 40 };

export const KINDS = [
  { symbol: "↓", badge: "sink", name: "<bos> sink" },
  { symbol: "←", badge: "prev", name: "previous token" },
];
