// Which lines are drawn, and how much of the attention is in those that are not.

import { isDim, pairOf, rowOf } from "./sides.js";

/** @import { HeadViewData, Link, Series, Spot } from "./types.d.ts" */

export const MOST_LINES = 4000; // drawn at once while no token is pointed at
const FAINTEST = 0.005; // of the strongest line: what is fainter can't be seen
const FINE = 65535; // steps of a weight while lines are counted

/**
 * The lines that are drawn while no token is pointed at.
 * @param {HeadViewData} data
 * @param {Series[]} drawn
 * @param {number} top the weight with full opacity
 * @param {number} threshold percent
 * @returns {{links: Link[], floor: number, hidden: number}} `floor` is the least weight that is drawn, `hidden` the
 *   share of the attention that is not
 */
export function linksOf(data, drawn, top, threshold) {
  const floor = Math.max(threshold / 100, roundedUp(Math.max(crowded(drawn), top * FAINTEST)));
  const keys = data.weights.shape[2];
  let [shown, hidden] = [0, 0];
  /** @type {Link[]} */
  const links = [];
  drawn.forEach(({ weights }, of) => {
    for (let at = 0; at < weights.length; at += 1) {
      const weight = weights[at];
      if (weight < floor) hidden += weight;
      else {
        shown += weight;
        const [query, key] = [Math.floor(at / keys), at % keys];
        links.push({ of, query, key, weight, dim: isDim(data, query, key) });
      }
    }
  });
  return { links, floor, hidden: hidden / (shown + hidden || 1) };
}

/** The weight under which lines are too many to be drawn at once; 0 where they are not. @param {Series[]} drawn */
function crowded(drawn) {
  const counts = new Uint32Array(FINE + 1);
  for (const { weights } of drawn) {
    for (let at = 0; at < weights.length; at += 1) counts[Math.round(weights[at] * FINE)] += 1;
  }
  let lowest = FINE + 1;
  for (let room = MOST_LINES; lowest > 1 && counts[lowest - 1] <= room; lowest -= 1) room -= counts[lowest - 1];
  return lowest > 1 ? lowest / FINE : 0;
}

/**
 * Every line of one token from `least` on, however many lines the whole picture has to leave out.
 * @param {HeadViewData} data
 * @param {Spot} focus
 * @param {Series[]} drawn
 * @param {number} least weight
 */
export function linksAt(data, focus, drawn, least) {
  /** @type {Link[]} */
  const links = [];
  drawn.forEach((series, of) => {
    rowOf(data, focus, series).forEach((weight, other) => {
      if (weight === 0 || weight < least) return;
      const [query, key] = pairOf(focus, other);
      links.push({ of, query, key, weight, dim: isDim(data, query, key) });
    });
  });
  return links;
}

/** The weight that is drawn in full: the heaviest that is not dimmed. @param {Link[]} links */
export function strongest(links) {
  return links.reduce((top, { weight, dim }) => (dim ? top : Math.max(top, weight)), 0) || 1;
}

/**
 * Of the strongest line in the picture 1, and of the others less by their weight.
 * @param {number} weight
 * @param {number} top
 */
export function opacity(weight, top) {
  return Math.min(1, (weight / top) ** 0.8);
}

/** The next number with two digits. @param {number} value */
export function roundedUp(value) {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}
