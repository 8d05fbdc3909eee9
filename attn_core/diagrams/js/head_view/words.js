// The head view in words: tooltips, and what the picture leaves out.

import { finePercent, percent } from "../shared/numbers.js";
import { OTHER, pairOf, rowOf } from "./sides.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { HeadViewData, Spot } from "./types.d.ts" */

const NAMED = 5; // tokens in a tooltip

/** What the picture leaves out. @param {Drawing} drawing */
export function leftOut({ data, floor, hidden }) {
  const parts = [];
  if (hidden > 0) {
    const under = Number((floor * 100).toPrecision(3));
    parts.push(`Lines under ${under} % hidden: ${percent(hidden)} of the attention.`);
  }
  const palette = data.theme.heads.length;
  if (data.weights.shape[0] > palette) parts.push(`Colours begin anew after head ${palette - 1}.`);
  return parts.join(" ");
}

/**
 * A token by its label, and by its position where the label is there more than once.
 * @param {HeadViewData} data
 * @param {Spot} spot
 */
export function named(data, { side, at }) {
  const { labels, twice, position } = data[side];
  return twice[at] ? `‘${labels[at]}’ at position ${position[at]}` : `‘${labels[at]}’`;
}

/**
 * A token's tooltip: where it looks, or who looks at it, in the mean of the chosen heads.
 * @param {Drawing} drawing
 * @param {Spot} spot
 */
export function told({ data, mean }, spot) {
  const row = rowOf(data, spot, mean);
  const side = OTHER[spot.side];
  const ranked = [...row.keys()].filter((at) => row[at] > 0).sort((a, b) => row[b] - row[a] || a - b);
  const verb = spot.side === "query" ? "looks at" : "is looked at by";
  const shown = ranked.slice(0, NAMED).map((at) => `${named(data, { side, at })}  ${finePercent(row[at])}`);
  const rest = ranked.slice(NAMED).reduce((sum, at) => sum + row[at], 0);
  if (rest > 0 && spot.side === "query") shown.push(`other tokens  ${finePercent(rest)}`);
  if (!shown.length) shown.push("nothing here");
  return [`${named(data, spot)} ${verb} (${mean.name})`, ...shown].join("\n");
}

/**
 * The tooltip of a pair: the number of each head.
 * @param {Drawing} drawing
 * @param {Spot} one
 * @param {Spot} other of the other side
 */
export function toldPair({ data, each, mean }, one, other) {
  const [query, key] = pairOf(one, other.at);
  const numbers = [...each, ...(each.length > 1 ? [mean] : [])].map((series) => {
    return `${series.name}  ${finePercent(rowOf(data, { side: "query", at: query }, series)[key])}`;
  });
  const [who, whom] = [named(data, { side: "query", at: query }), named(data, { side: "key", at: key })];
  return [`${who} → ${whom}`, ...numbers].join("\n");
}
