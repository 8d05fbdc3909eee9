// Which token is kept in focus: by a click, and by keys.

import { isSame } from "./sides.js";

/** @import { Columns } from "./columns.js" */
/** @import { Drawing } from "./drawing.js" */
/** @import { Spot } from "./types.d.ts" */

/**
 * What a click on a token keeps: that token, or nothing where it was kept already.
 * @param {Spot | null} pinned
 * @param {Spot} spot
 */
export function clicked(pinned, spot) {
  return isSame(pinned, spot) ? null : spot;
}

/**
 * What a key keeps in focus; undefined where the key is none of ours.
 * @param {string} key
 * @param {Columns} columns
 * @param {Spot | null} pinned
 * @returns {Spot | null | undefined}
 */
export function pressed(key, columns, pinned) {
  const { side, at } = pinned ?? { side: "query", at: null };
  const { ys } = columns[side];
  const last = ys.length - 1;
  if (last < 0) return undefined;
  if (key === "Escape") return null;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    return columns.nearest(key === "ArrowLeft" ? "query" : "key", ys[at ?? 0]);
  }
  const rows = new Map([
    ["ArrowDown", at === null ? 0 : Math.min(at + 1, last)],
    ["ArrowUp", at === null ? last : Math.max(at - 1, 0)],
    ["Home", 0],
    ["End", last],
  ]);
  const row = rows.get(key);
  return row === undefined ? undefined : { side, at: row };
}

/**
 * Where the tooltip of a kept token points at: the edge of its label or strip.
 * @param {Drawing} drawing
 * @param {Spot} spot
 * @returns {[number, number]}
 */
export function edgeOf({ columns, stripWidth }, { side, at }) {
  return [side === "query" ? columns.left : columns.right - stripWidth, columns[side].ys[at]];
}
