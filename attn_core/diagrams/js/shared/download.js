// A scene as a file.

import { canvasFor, canvasOf, contextOf } from "./canvas.js";
import { paint } from "./paint.js";
import { svgOf } from "./svg.js";

/** @import { Scene } from "./scene.js" */

const LARGEST = 16000; // pixels a side: browsers refuse larger canvases

/** Pixels of a saved picture for each CSS pixel, a side. @param {{width: number, height: number}} scene */
export function sharpness({ width, height }) {
  return Math.min(2, LARGEST / Math.max(width, height));
}

/**
 * @param {Scene} scene
 * @param {string} kind png or svg
 * @param {string} name of the file, without ending
 * @param {string} reading the title of the SVG
 */
export function download(scene, kind, name, reading) {
  if (kind === "svg") {
    const written = svgOf(scene, reading, (bitmap) => canvasFor(bitmap).toDataURL());
    save(`${name}.svg`, new Blob([written], { type: "image/svg+xml" }));
    return;
  }
  const ratio = sharpness(scene);
  const canvas = canvasOf(scene.width, scene.height, ratio);
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  paintWhole(scene, context);
  canvas.toBlob((blob) => blob && save(`${name}.png`, blob));
}

/** A scene on its background. @param {Scene} scene @param {CanvasRenderingContext2D} context */
export function paintWhole(scene, context) {
  context.fillStyle = scene.background;
  context.fillRect(0, 0, scene.width, scene.height);
  paint(scene, context, canvasFor);
}

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
