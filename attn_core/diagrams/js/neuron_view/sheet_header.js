// The head of the sheet: the query's strip, and the title of each column.

import { fixed } from "../shared/numbers.js";
import { boxed, drawCells } from "./cells.js";
import { isStrip, QUERY } from "./sheet_layout.js";
import { strip } from "./strip.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Place, SheetLayout } from "./sheet_layout.js" */
/** @import { Drawing, StripName } from "./types.d.ts" */

const SHADES = 32; // from the most negative to the most positive

/**
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {SheetLayout} layout
 * @param {number} shift pixels that the sheet is scrolled by
 */
export function sheetHeader(scene, drawing, layout, shift) {
  const { theme, columns } = drawing.data;
  const y = layout.top - 18;
  layout.places.forEach(({ name, x, end }, i) => {
    const anchor = isStrip(name) ? /** @type {const} */ ("start") : /** @type {const} */ ("end");
    const edge = isStrip(name) ? x : end;
    scene.text(edge + shift, y, columns[i].title, { color: theme.ink, weight: 600, anchor });
    if (isStrip(name)) drawShades(scene, drawing, name, end + shift, y);
  });
  const [key, product] = layout.places.map((/** @type {Place} */ { x }) => x + shift);
  scene.text(key, 10, "q", { color: theme.ink, weight: 600 });
  drawShades(scene, drawing, "query", key + layout.wide, 10);
  const bitmap = drawing.strips.bitmap("query", drawing.query, drawing.key, layout.cells);
  drawCells(scene, layout, theme, bitmap, key, QUERY);
  const dimension = drawing.pointed?.dimension;
  if (dimension !== undefined) boxed(scene, layout, dimension, key, QUERY, theme.accent);
  const words = "Each cell of q is multiplied with the cell of k below it.";
  scene.text(product, QUERY + (layout.lines * layout.tall) / 2, words, { color: theme.faint, size: 12 });
}

/**
 * The colours of a strip with the numbers at their ends.
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {StripName} name
 * @param {number} end
 * @param {number} y
 */
function drawShades(scene, { data, strips, query }, name, end, y) {
  const { theme } = data;
  const full = strips.full(name, query);
  const half = (SHADES - 1) / 2;
  const shades = Array.from({ length: SHADES }, (_, i) => (i - half) / half);
  const look = { color: theme.faint, size: 11, anchor: /** @type {const} */ ("end") };
  const number = fixed(full, full < 10 ? 1 : 0);
  scene.text(end, y, `+${number}`, look);
  scene.image(end - 76, y - 5, 44, 10, strip(shades, SHADES, 1, theme));
  scene.text(end - 80, y, `−${number}`, look);
}
