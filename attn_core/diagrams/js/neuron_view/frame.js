// A picture larger than its place: it scrolls in a frame, of which one canvas of the frame's size shows a part.

import { canvasFor, canvasOf, contextOf } from "../shared/canvas.js";
import { element } from "../shared/elements.js";
import { paint } from "../shared/paint.js";
import { frameHeight, revealing } from "./scrolling.js";

/** @import { Scene } from "../shared/scene.js" */

export class Frame {
  /** @param {() => void} repaint */
  constructor(repaint) {
    this.room = element("div");
    this.element = element("div", { className: "frame", tabIndex: -1 }, this.room);
    this.element.onscroll = () => requestAnimationFrame(repaint);
  }

  /**
   * Make room for a picture, in a place so wide.
   * @param {{width: number, height: number}} picture
   * @param {number} place
   */
  fit({ width, height }, place) {
    Object.assign(this.room.style, { width: `${width}px`, height: `${height}px` });
    this.element.style.height = `${frameHeight({ width, height }, place)}px`;
  }

  /** The part of the picture that is in sight. */
  get port() {
    const { scrollLeft: x, scrollTop: y, clientWidth: width, clientHeight: height } = this.element;
    return { x, y, width, height };
  }

  /** Scroll until a row is in sight. @param {{start: number, tall: number, header: number}} row */
  reveal(row) {
    const scrolled = revealing(row, this.port);
    if (scrolled !== this.element.scrollTop) this.element.scrollTop = scrolled;
  }
}

/**
 * Paint a scene on the one canvas of an element, which is kept while its size stays.
 * @param {HTMLElement} place
 * @param {Scene} scene
 */
export function paintOn(place, scene) {
  const ratio = window.devicePixelRatio || 1;
  let canvas = place.querySelector("canvas");
  if (canvas?.style.width !== `${scene.width}px` || canvas.style.height !== `${scene.height}px`) {
    canvas = canvasOf(scene.width, scene.height, ratio);
    place.replaceChildren(canvas);
  }
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  paint(scene, context, canvasFor);
}
