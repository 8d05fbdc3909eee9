// A scene as an SVG file.

/** @import { Bitmap, Shape } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */

/** @param {unknown} text */
const clean = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;

/**
 * @param {Scene} scene
 * @param {string} title what a screen reader says of the file
 * @param {(bitmap: Bitmap) => string} addressOf a bitmap as a data URL
 */
export function svgOf(scene, title, addressOf) {
  const size = `width="${scene.width}" height="${scene.height}" viewBox="0 0 ${scene.width} ${scene.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${clean(scene.font)}" role="img">`,
    `<title>${clean(title)}</title><rect width="100%" height="100%" fill="${scene.background}"/>`,
    ...scene.shapes.map((shape) => written(shape, addressOf)),
    "</svg>",
  ].join("\n");
}

/** One shape as an element. @param {Shape} shape @param {(bitmap: Bitmap) => string} addressOf */
function written(shape, addressOf) {
  if (shape.kind === "line" || shape.kind === "path") {
    const look = `stroke="${shape.color}" stroke-width="${round(shape.width)}" opacity="${round(shape.opacity)}"`;
    if (shape.kind === "path") return `<path d="${shape.d}" fill="none" ${look}/>`;
    const [x1, y1, x2, y2] = [shape.x1, shape.y1, shape.x2, shape.y2].map(round);
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" ${look}/>`;
  }
  const box = `x="${round(shape.x)}" y="${round(shape.y)}"`;
  if (shape.kind === "text") {
    const look = `fill="${shape.color}" font-size="${shape.size}" font-weight="${shape.weight}"`;
    const place = `text-anchor="${shape.anchor}" dominant-baseline="central" opacity="${round(shape.opacity)}"`;
    return `<text ${box} ${look} ${place} xml:space="preserve">${clean(shape.text)}</text>`;
  }
  const size = `width="${round(shape.width)}" height="${round(shape.height)}"`;
  if (shape.kind === "rect") {
    const edge = shape.outline ? ` stroke="${shape.outline}"` : "";
    return `<rect ${box} ${size} fill="${shape.color}" opacity="${round(shape.opacity)}"${edge}/>`;
  }
  const look = 'preserveAspectRatio="none" style="image-rendering:pixelated"';
  return `<image ${box} ${size} ${look} href="${addressOf(shape.bitmap)}"/>`;
}
