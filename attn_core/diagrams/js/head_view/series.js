// The weights that are drawn: those of each chosen head, or of their mean.

import { isDim } from "./sides.js";

/** @import { Choice, HeadViewData, Series } from "./types.d.ts" */

/**
 * @param {HeadViewData} data
 * @param {Float32Array} weights [head, query_pos, key_pos]
 * @param {Choice} choice
 */
export function seriesOf(data, weights, choice) {
  const each = choice.heads.map((head) => headSeries(data, weights, head));
  const mean = meanSeries(data, each);
  // Over all heads, so that a head keeps its look when others are switched off.
  const top = heaviest(data, choice.mean ? mean.weights : weights);
  return { each, mean, drawn: choice.mean ? [mean] : each, top };
}

/** @param {HeadViewData} data @param {Float32Array} weights @param {number} head @returns {Series} */
function headSeries({ layer, theme, weights: { shape } }, weights, head) {
  const size = shape[1] * shape[2];
  return {
    name: `L${layer}H${head}`,
    color: theme.heads[head % theme.heads.length],
    weights: weights.subarray(head * size, (head + 1) * size),
  };
}

/** @param {HeadViewData} data @param {Series[]} each @returns {Series} */
function meanSeries({ theme, weights: { shape } }, each) {
  const weights = new Float32Array(shape[1] * shape[2]);
  for (const head of each) {
    for (let pair = 0; pair < weights.length; pair += 1) weights[pair] += head.weights[pair] / each.length;
  }
  const name = each.length > 1 ? `mean of ${each.length} heads` : `head ${each[0].name}`;
  return { name, color: theme.attention, weights };
}

/**
 * The largest weight that is not dimmed, which has full opacity.
 * @param {HeadViewData} data
 * @param {Float32Array} weights
 */
function heaviest(data, weights) {
  const [, queries, keys] = data.weights.shape;
  let top = 0;
  for (let at = 0; at < weights.length; at += 1) {
    const pair = at % (queries * keys);
    if (weights[at] > top && !isDim(data, Math.floor(pair / keys), pair % keys)) top = weights[at];
  }
  return top || 1;
}
