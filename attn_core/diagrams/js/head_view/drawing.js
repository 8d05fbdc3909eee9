// Everything that one picture of the head view is drawn from, worked out once.

import { Columns } from "./columns.js";
import { linksOf } from "./links.js";
import { seriesOf } from "./series.js";

/** @import { Measure } from "../shared/types.d.ts" */
/** @import { Choice, HeadViewData } from "./types.d.ts" */
/** @typedef {ReturnType<typeof drawingOf>} Drawing */

/**
 * @param {HeadViewData} data
 * @param {Float32Array} weights [head, query_pos, key_pos]
 * @param {Choice} choice
 * @param {{width: number, font: string, measure: Measure}} place
 */
export function drawingOf(data, weights, choice, { width, font, measure }) {
  const columns = new Columns(data, width, measure);
  const { each, mean, drawn, top } = seriesOf(data, weights, choice);
  const { links, floor, hidden } = linksOf(data, drawn, top, choice.threshold);
  const stripWidth = Math.min(10 * each.length, Math.round((columns.right - columns.left) * 0.3));
  const { threshold } = choice;
  return { data, columns, each, mean, drawn, top, links, floor, hidden, stripWidth, threshold, font, measure };
}
