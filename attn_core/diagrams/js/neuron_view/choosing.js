// Which query and key are chosen: by keys, and by what the server answers.

/** @import { NeuronViewData } from "./types.d.ts" */

/** @typedef {{kind: "query" | "key", position: number} | {kind: "expand"} | null} Choice */

/**
 * What a key chooses; null where it is none of ours.
 * @param {string} name of the key
 * @param {NeuronViewData} data
 * @param {{query: number, key: number, expanded: boolean}} chosen
 * @returns {Choice}
 */
export function pressed(name, { queryTokens, keyTokens }, { query, key, expanded }) {
  if (name === "Enter" || name === " ") return { kind: "expand" };
  if (name === "ArrowUp") return { kind: "query", position: neighbour(queryTokens.shown, query, -1) };
  if (name === "ArrowDown") return { kind: "query", position: neighbour(queryTokens.shown, query, 1) };
  // Keys are chosen in the sums alone; collapsed, these two move nothing.
  const step = name === "ArrowLeft" ? -1 : name === "ArrowRight" ? 1 : null;
  if (step === null) return null;
  return { kind: "key", position: expanded ? neighbour(keyTokens.shown, key, step) : key };
}

/** @param {number[]} positions @param {number} position @param {number} step */
function neighbour(positions, position, step) {
  return positions[Math.max(0, Math.min(positions.length - 1, positions.indexOf(position) + step))];
}

/**
 * Whether what the server says is chosen replaces what the visitor chose here. While a later choice is under way or
 * has not been told, the visitor's stays, unless the tokens are others.
 * @param {{tokens: string, query: number, expanded: boolean, untold: boolean, told: number}} here
 *   `told` numbers the last choice that was told
 * @param {{tokens: string, query: number, expanded: boolean, answers: number}} sent
 */
export function adopts(here, sent) {
  if (sent.tokens !== here.tokens) return true;
  const current = !here.untold && sent.answers >= here.told;
  return current && (sent.query !== here.query || sent.expanded !== here.expanded);
}
