// One key's row of the sheet.

import { finePercent, signed } from "../shared/numbers.js";
import { largest } from "./head.js";
import { boxed, drawCells } from "./cells.js";
import { GAP, isStrip } from "./sheet_layout.js";

/** @import { Scene } from "../shared/scene.js" */
/** @import { Place, SheetLayout } from "./sheet_layout.js" */
/** @import { Drawing } from "./types.d.ts" */

const NUMBER = 54; // pixels right of the weight's bar, for its number

/** Opacity of the colour behind a row. @param {Drawing} drawing @param {number} key */
function highlight({ key: chosen, pointed }, key) {
  return key === chosen ? 0.14 : key === pointed?.key ? 0.06 : 0;
}

/**
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {SheetLayout} layout
 * @param {number} key
 * @param {number} y where the row starts
 */
export function rowLabel(scene, drawing, layout, key, y) {
  const { theme, keyTokens } = drawing.data;
  const look = { color: theme.attention, opacity: highlight(drawing, key) };
  if (look.opacity) scene.rect(0, y, layout.label - 4, layout.row - 1, look);
  const seen = drawing.head.seen(drawing.query, key);
  const color = keyTokens.special[key] || !seen ? theme.faint : theme.ink;
  const weight = key === drawing.key ? 600 : 400;
  scene.text(2, y + layout.row / 2, keyTokens.labels[key], { color, weight, opacity: seen ? 1 : 0.7 });
}

/**
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {SheetLayout} layout
 * @param {number} key
 * @param {number} shift pixels that the sheet is scrolled by
 * @param {number} y
 */
export function sheetRow(scene, drawing, layout, key, shift, y) {
  const { theme } = drawing.data;
  const { head, query, strips } = drawing;
  const [steps, seen] = [head.steps(query), head.seen(query, key)];
  const look = { color: theme.attention, opacity: highlight(drawing, key) };
  if (look.opacity) scene.rect(layout.label - 4, y, layout.width, layout.row - 1, look);
  const centre = y + layout.row / 2;
  const top = centre - (layout.lines * layout.tall) / 2;
  for (const { name, x, end } of layout.places) {
    if (isStrip(name)) {
      drawCells(scene, layout, theme, strips.bitmap(name, query, key, layout.cells), x + shift, top);
      const veil = { color: theme.background, opacity: 0.6 };
      if (!seen) scene.rect(x + shift - 1, y, layout.wide + 2, layout.row - 1, veil);
    } else if (name === "weight") weightBar(scene, drawing, key, x + GAP + shift, end + shift, centre);
    else {
      const ink = { color: seen ? theme.ink : theme.faint, opacity: seen ? 1 : 0.7 };
      scene.text(end + shift, centre, signed(steps[name]?.[key] ?? 0), { ...ink, anchor: "end" });
    }
  }
  marked(scene, drawing, layout, key, shift, top);
}

/**
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {number} key
 * @param {number} x
 * @param {number} end
 * @param {number} centre
 */
function weightBar(scene, { data, head, query }, key, x, end, centre) {
  const { theme, keyTokens } = data;
  if (!head.seen(query, key)) {
    scene.text(end, centre, "masked", { color: theme.faint, anchor: "end" });
    return;
  }
  const weight = head.steps(query).weight[key];
  const color = keyTokens.special[key] ? theme.sink : theme.attention;
  scene.rect(x, centre - 7, 1, 14, { color: theme.sink });
  scene.rect(x + 1, centre - 6, Math.max(0.5, (end - x - NUMBER) * weight), 12, { color });
  scene.text(end, centre, finePercent(weight), { color: theme.ink, anchor: "end" });
}

/**
 * Boxes around the dimensions that make most of the chosen key's sum, and around the one under the pointer.
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {SheetLayout} layout
 * @param {number} key
 * @param {number} shift
 * @param {number} top
 */
function marked(scene, { data, head, query, key: chosen, pointed }, layout, key, shift, top) {
  const { theme } = data;
  const [ofKey, ofProduct] = layout.places.map((/** @type {Place} */ { x }) => x + shift);
  if (key === chosen) {
    const most = largest(head.products(query, key), 3);
    for (const dimension of most) boxed(scene, layout, dimension, ofProduct, top, theme.ink);
  }
  if (pointed?.dimension === undefined || pointed.key !== key) return;
  for (const x of [ofKey, ofProduct]) boxed(scene, layout, pointed.dimension, x, top, theme.accent);
}
