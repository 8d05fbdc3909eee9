// What a picture is made of, before it is painted on a canvas or written as SVG: shapes with numbers and nothing of the
// browser, so that a test can read which line ends where.

/** @import { Bitmap, Fill, Shape, Stroke, TextLook } from "./types.d.ts" */

/** Shapes in the order in which they are drawn; coordinates in CSS pixels. */
export class Scene {
  /**
   * @param {number} width
   * @param {number} height
   * @param {string} background
   * @param {string} font the CSS font family
   */
  constructor(width, height, background, font) {
    this.width = width;
    this.height = height;
    this.background = background;
    this.font = font;
    /** @type {Shape[]} */
    this.shapes = [];
  }

  /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {Stroke} look */
  line(x1, y1, x2, y2, { color, width = 1, opacity = 1 }) {
    this.shapes.push({ kind: "line", x1, y1, x2, y2, color, width, opacity });
  }

  /** Many lines of one look as one shape; `d` is an SVG path. @param {string} d @param {Stroke} look */
  path(d, { color, width = 1, opacity = 1 }) {
    this.shapes.push({ kind: "path", d, color, width, opacity });
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {Fill} look */
  rect(x, y, width, height, { color, opacity = 1, outline = null }) {
    this.shapes.push({ kind: "rect", x, y, width, height, color, opacity, outline });
  }

  /** `y` is the middle of the line. @param {number} x @param {number} y @param {string} text @param {TextLook} look */
  text(x, y, text, { color, size = 13, anchor = "start", weight = 400, opacity = 1 }) {
    this.shapes.push({ kind: "text", x, y, text, color, size, anchor, weight, opacity });
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height @param {Bitmap} bitmap */
  image(x, y, width, height, bitmap) {
    this.shapes.push({ kind: "image", x, y, width, height, bitmap });
  }
}
