// Which head the keys and the pointer are on.

/** @import { Layout } from "./layout.js" */
/** @import { Head } from "./types.d.ts" */

/** @type {Record<string, [right: number, down: number]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * The head that a key goes to; null where it is none of ours.
 * @param {string} key
 * @param {Layout} layout
 * @param {Head | null} from
 * @returns {Head | null}
 */
export function stepped(key, layout, from) {
  if (!Object.hasOwn(STEPS, key)) return null;
  if (!from) return { layer: 0, head: 0 };
  const [right, down] = STEPS[key];
  return { layer: within(from.layer + right, layout.layers), head: within(from.head + down, layout.heads) };
}

/** @param {number} value @param {number} count */
function within(value, count) {
  return Math.max(0, Math.min(count - 1, value));
}

/** @param {Head | null} one @param {Head | null} other */
export function isSame(one, other) {
  return one?.layer === other?.layer && one?.head === other?.head;
}

/**
 * Whether a click opens a head: a first touch shows its figures, for a finger can't hover.
 * @param {string} pointer
 * @param {Head | null} before
 * @param {Head} head
 */
export function opens(pointer, before, head) {
  return pointer !== "touch" || isSame(before, head);
}
