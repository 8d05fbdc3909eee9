// The button of one head: what it looks like and says.

import { labelsOf } from "../shared/badges.js";

/** @import { HeadViewData } from "./types.d.ts" */

/** Black or white, whichever reads better on a colour. @param {string} color */
export function inkOn(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000000" : "#FFFFFF";
}

/** @param {HeadViewData} data @param {number} head */
export function tileOf({ layer, theme, badges }, head) {
  const color = theme.heads[head % theme.heads.length];
  const labels = labelsOf(badges, 0, head);
  const said = [`Head L${layer}H${head}`, ...labels.map((label) => label.said)].join(", ");
  return {
    color,
    ink: inkOn(color),
    symbols: labels.map(({ symbol }) => symbol).join(""),
    title: `${said}. Click: on or off. Double click or Shift+Enter: alone; again: all heads.`,
  };
}
