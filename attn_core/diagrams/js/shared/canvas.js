// Canvases: sharp on every screen, one for each bitmap, and one that measures texts.

/** @import { Bitmap, Measure } from "./types.d.ts" */

/** @type {WeakMap<Bitmap, HTMLCanvasElement>} */
const made = new WeakMap();

/**
 * A canvas of so many CSS pixels, each `ratio` pixels a side.
 * @param {number} width
 * @param {number} height
 * @param {number} ratio
 */
export function canvasOf(width, height, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return canvas;
}

/** The context that paints on a canvas. @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/** A bitmap as a canvas, made once: scrolling paints it again and again. @param {Bitmap} bitmap */
export function canvasFor(bitmap) {
  const known = made.get(bitmap);
  if (known) return known;
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = contextOf(canvas);
  const image = context.createImageData(bitmap.width, bitmap.height);
  image.data.set(bitmap.pixels);
  context.putImageData(image, 0, 0);
  made.set(bitmap, canvas);
  return canvas;
}

/** How wide texts are in a font family. @param {string} font @returns {Measure} */
export function measureIn(font) {
  const pen = contextOf(document.createElement("canvas"));
  return (text, size, weight = 600) => {
    pen.font = `${weight} ${size}px ${font}`;
    return pen.measureText(text).width;
  };
}
