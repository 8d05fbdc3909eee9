// Which heads are switched on.

/**
 * Switch one head on or off; the last one stays.
 * @param {number[]} heads
 * @param {number} head
 * @returns {number[]} ascending
 */
export function toggled(heads, head) {
  if (!heads.includes(head)) return [...heads, head].sort((one, other) => one - other);
  return heads.length > 1 ? heads.filter((other) => other !== head) : heads;
}

/**
 * One head alone; all of `count` where it was alone already.
 * @param {number[]} heads
 * @param {number} head
 * @param {number} count
 * @returns {number[]}
 */
export function isolated(heads, head, count) {
  const alone = heads.length === 1 && heads[0] === head;
  return alone ? [...Array(count).keys()] : [head];
}
