// The head view's picture: all lines, or those of the token in focus with each head's share beside the others.

import { Scene } from "../shared/scene.js";
import { drawLabels } from "./labels.js";
import { drawLegend } from "./legend.js";
import { linksAt, opacity, strongest } from "./links.js";
import { OTHER, rowOf, SIDES } from "./sides.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Link, Side, Spot } from "./types.d.ts" */

/** @param {Drawing} drawing @param {Spot | null} focus @param {boolean} [forPaper] with what the page says around it */
export function pictureOf(drawing, focus, forPaper = false) {
  const { columns, data, drawn, each, links, top } = drawing;
  const scene = new Scene(columns.width, columns.height, data.theme.background, drawing.font);
  if (focus) {
    const own = linksAt(data, focus, drawn, drawing.threshold / 100);
    drawLinks(scene, drawing, focus, own, strongest(own));
    drawStrip(scene, drawing, focus, strongest(linksAt(data, focus, each, 0)));
  } else drawLinks(scene, drawing, null, links, top);
  for (const side of SIDES) drawLabels(scene, drawing, side, focus);
  if (forPaper) scene.height = drawLegend(scene, drawing, focus);
  return scene;
}

/**
 * The faint first; heads of one pair run beside each other, not over each other.
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {Spot | null} focus
 * @param {Link[]} links
 * @param {number} top the weight with full opacity
 */
function drawLinks(scene, { columns, data, drawn, stripWidth }, focus, links, top) {
  const apart = Math.min(2.5, (columns.row * 0.6) / drawn.length);
  const strip = (/** @type {Side} */ side) => (focus && focus.side !== side ? stripWidth + 4 : 0);
  const [from, to] = [columns.left + strip("query"), columns.right - strip("key")];
  links.sort((one, other) => Number(other.dim) - Number(one.dim) || one.weight - other.weight);
  for (const { of, query, key, weight, dim } of links) {
    const shift = (of - (drawn.length - 1) / 2) * apart;
    scene.line(from, columns.query.ys[query] + shift, to, columns.key.ys[key] + shift, {
      color: dim ? data.theme.sink : drawn[of].color,
      width: Math.max(1, Math.min(2, apart)),
      opacity: opacity(weight, top) * (dim ? 0.5 : 1),
    });
  }
}

/**
 * Beside each token that the one in focus looks at, or that looks at it, a cell for each head.
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {Spot} focus
 * @param {number} top
 */
function drawStrip(scene, { columns, data, each, stripWidth }, focus, top) {
  const other = OTHER[focus.side];
  const start = other === "key" ? columns.right - stripWidth : columns.left;
  const [wide, high] = [stripWidth / each.length, Math.min(14, Math.max(2, columns.row - 4))];
  each.forEach((head, place) => {
    rowOf(data, focus, head).forEach((weight, at) => {
      if (weight === 0) return;
      const y = columns[other].ys[at] - high / 2;
      const look = { color: head.color, opacity: opacity(weight, top) };
      scene.rect(start + place * wide, y, wide - (wide > 4 ? 1 : 0), high, look);
    });
  });
}
