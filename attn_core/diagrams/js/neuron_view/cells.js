// A vector's strip on the sheet, and a box around one of its cells.

/** @import { Bitmap, Theme } from "../shared/types.d.ts" */
/** @import { Scene } from "../shared/scene.js" */
/** @import { SheetLayout } from "./sheet_layout.js" */

const NOTHING = "rgba(0,0,0,0)";

/**
 * @param {Scene} scene
 * @param {SheetLayout} layout
 * @param {Theme} theme
 * @param {Bitmap} bitmap
 * @param {number} x
 * @param {number} y
 */
export function drawCells(scene, layout, theme, bitmap, x, y) {
  const tall = layout.lines * layout.tall;
  const edge = { color: theme.background, outline: theme.sink, opacity: 0.8 };
  scene.rect(x - 0.5, y - 0.5, layout.wide + 1, tall + 1, edge);
  scene.image(x, y, layout.wide, layout.tall * bitmap.height, bitmap);
}

/**
 * @param {Scene} scene
 * @param {SheetLayout} layout
 * @param {number} dimension
 * @param {number} x
 * @param {number} y of the strip
 * @param {string} outline colour
 */
export function boxed(scene, layout, dimension, x, y, outline) {
  const [column, line] = [dimension % layout.cells, Math.floor(dimension / layout.cells)];
  const [left, top] = [x + column * layout.cell, y + line * layout.tall];
  scene.rect(left, top, layout.cell, layout.tall, { color: NOTHING, outline });
}
