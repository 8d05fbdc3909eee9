// A scene on a canvas.

/** @import { Bitmap, Line, Path, Picture, Rect, Text } from "./types.d.ts" */
/** @import { Scene } from "./scene.js" */
/** @typedef {CanvasRenderingContext2D} Context */

/** @type {Record<string, CanvasTextAlign>} */
const ALIGNED = { start: "left", middle: "center", end: "right" };

/**
 * @param {Scene} scene
 * @param {Context} context
 * @param {(bitmap: Bitmap) => CanvasImageSource} canvasFor makes of a bitmap what a canvas draws
 */
export function paint(scene, context, canvasFor) {
  for (const shape of scene.shapes) {
    context.globalAlpha = shape.kind === "image" ? 1 : shape.opacity;
    if (shape.kind === "line") paintLine(context, shape);
    else if (shape.kind === "path") paintPath(context, shape);
    else if (shape.kind === "rect") paintRect(context, shape);
    else if (shape.kind === "text") paintText(context, shape, scene.font);
    else paintImage(context, shape, canvasFor(shape.bitmap));
  }
  context.globalAlpha = 1;
}

/** @param {Context} context @param {Line} line */
function paintLine(context, { x1, y1, x2, y2, color, width }) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** @param {Context} context @param {Path} path */
function paintPath(context, { d, color, width }) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(new Path2D(d));
}

/** @param {Context} context @param {Rect} rect */
function paintRect(context, { x, y, width, height, color, outline }) {
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
  if (!outline) return;
  context.strokeStyle = outline;
  context.lineWidth = 1;
  context.strokeRect(x, y, width, height);
}

/** @param {Context} context @param {Text} text @param {string} font */
function paintText(context, { x, y, text, color, size, anchor, weight }, font) {
  context.fillStyle = color;
  context.font = `${weight} ${size}px ${font}`;
  context.textAlign = ALIGNED[anchor];
  context.textBaseline = "middle";
  context.fillText(text, x, y);
}

/** @param {Context} context @param {Picture} image @param {CanvasImageSource} canvas */
function paintImage(context, { x, y, width, height }, canvas) {
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, x, y, width, height);
}
