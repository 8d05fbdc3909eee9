// Weights as they travel: whole levels of their root, which lifts the small ones.

export const LEVELS = 15; // as in model_view.py

/** The level of a weight of 0 to 1. @param {number} weight */
export function levelOf(weight) {
  return Math.round(Math.sqrt(weight) * LEVELS);
}

/**
 * The opacity of a level: of lines, which lie over one another, as the weight; of points as its root, so that faint
 * ones show.
 * @param {number} level
 * @param {boolean} lines
 */
export function strength(level, lines) {
  return 0.05 + 0.95 * (level / LEVELS) ** (lines ? 2 : 1);
}
