// Numbers as diagram.py packs them for the way to the browser.

/** @import { Deflated, Packed } from "./types.d.ts" */

/** Bytes that were deflated, then written in base64. @param {string} deflated */
export async function inflated(deflated) {
  // Plain loops here and below: `from` with a function takes ten times as long, which is a second for 512 tokens.
  const letters = atob(deflated);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

/** Weights of 0 to 1 in C order, from whole numbers of `steps`. @param {Packed} packed */
export async function unpacked({ steps, deflated }) {
  const whole = new Uint16Array(await inflated(deflated));
  const weights = new Float32Array(whole.length);
  for (let at = 0; at < whole.length; at += 1) weights[at] = whole[at] / steps;
  return weights;
}

/** Float32 without loss, from all first bytes, then all second ones … @param {Deflated} packed */
export async function exactly({ deflated }) {
  const planes = new Uint8Array(await inflated(deflated));
  const count = planes.length / 4;
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0; plane < 4; plane += 1) {
    for (let at = 0; at < count; at += 1) bytes[4 * at + plane] = planes[plane * count + at];
  }
  return new Float32Array(bytes.buffer);
}
