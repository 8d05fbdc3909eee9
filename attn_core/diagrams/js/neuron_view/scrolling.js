// How tall the sheet's frame is and how far it scrolls.

/** @import { Port } from "./sheet_layout.js" */

export const BAR = 16; // pixels that a scroll bar may take
const TALLEST = 560; // pixels of the frame's height

/** Whether a picture so tall scrolls, so that a bar takes some of the width. @param {number} height */
export function scrolls(height) {
  return height > TALLEST;
}

/**
 * The frame's height for a picture, in a place so wide.
 * @param {{width: number, height: number}} picture
 * @param {number} place
 */
export function frameHeight({ width, height }, place) {
  return Math.min(height, TALLEST) + (width > place ? BAR : 0);
}

/**
 * How far to scroll so that a row is in sight below the header.
 * @param {{start: number, tall: number, header: number}} row which starts so far below the header
 * @param {Port} port
 */
export function revealing({ start, tall, header }, port) {
  const room = port.height - header - tall;
  return start < port.y || start > port.y + room ? start - room / 2 : port.y;
}
