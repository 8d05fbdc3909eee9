// The labels that a head carries, such as “previous token”.

/** @import { Badges, HeadLabel } from "./types.d.ts" */

/**
 * Each with its name and score in words.
 * @param {Badges} badges
 * @param {number} row
 * @param {number} head
 * @returns {HeadLabel[]}
 */
export function labelsOf({ kinds, heads }, row, head) {
  const carried = heads[row]?.[head] ?? [];
  return carried.map(([kind, score]) => ({ ...kinds[kind], said: `${kinds[kind].name} (${score})` }));
}
