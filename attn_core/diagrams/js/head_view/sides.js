// The two sides of a layer: tokens that look (query) and tokens that are looked at (key).

/** @import { HeadViewData, Series, Spot } from "./types.d.ts" */

export const OTHER = /** @type {const} */ ({ query: "key", key: "query" });
export const SIDES = /** @type {const} */ (["query", "key"]);

/**
 * What one token gives to, or gets from, each of the other side.
 * @param {HeadViewData} data
 * @param {Spot} spot
 * @param {Series} series
 */
export function rowOf(data, { side, at }, { weights }) {
  const [, queries, keys] = data.weights.shape;
  if (side === "query") return weights.subarray(at * keys, (at + 1) * keys);
  return Float32Array.from({ length: queries }, (_, query) => weights[query * keys + at]);
}

/**
 * Query and key of a token and one of the other side.
 * @param {Spot} spot
 * @param {number} other
 * @returns {[query: number, key: number]}
 */
export function pairOf({ side, at }, other) {
  return side === "query" ? [at, other] : [other, at];
}

/**
 * Whether a pair has a mark, such as <bos>, that is dimmed.
 * @param {HeadViewData} data
 * @param {number} query
 * @param {number} key
 */
export function isDim({ dimmed, query: queries, key: keys }, query, key) {
  return dimmed && Boolean(queries.special[query] || keys.special[key]);
}

/** Whether two spots are the same token. @param {Spot | null} [one] @param {Spot | null} [other] */
export function isSame(one, other) {
  return one?.side === other?.side && one?.at === other?.at;
}
