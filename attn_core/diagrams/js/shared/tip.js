// Where the tooltip is put.

/**
 * Right of the point and above it, or below where `under` asks for it or above is no room; never beyond the right edge.
 * @param {{x: number, y: number}} point
 * @param {{width: number, height: number}} tip
 * @param {number} width of the stage
 * @param {boolean} under
 * @returns {{left: number, top: number}} of the tooltip, pixels of the stage
 */
export function tipPlace({ x, y }, tip, width, under) {
  const above = y - tip.height - 8;
  return { left: Math.max(0, Math.min(x + 12, width - tip.width)), top: under || above < 0 ? y + 20 : above };
}
