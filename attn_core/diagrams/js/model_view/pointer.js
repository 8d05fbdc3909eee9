// The frame around the head that the pointer or the keys are on, and its figures.

import { element, mark, placeOf } from "../shared/elements.js";
import { open } from "./address.js";
import { boxOf, headAt } from "./layout.js";
import { isSame, opens, stepped } from "./walking.js";
import { nameOf, told } from "./words.js";

/** @import { Stage } from "../shared/stage.js" */
/** @import { Layout } from "./layout.js" */
/** @import { Box, Head, ModelViewData } from "./types.d.ts" */

export class Pointer {
  /**
   * @param {Stage} stage
   * @param {HTMLElement} said what a screen reader reads out
   * @param {Layout} layout
   * @param {ModelViewData} data
   */
  constructor(stage, said, layout, data) {
    this.stage = stage;
    this.said = said;
    this.layout = layout;
    this.data = data;
    /** @type {Head | null} */
    this.head = null;
    this.spot = element("div", { className: "spot", hidden: true });
    stage.stage.append(this.spot);
    mark(stage.stage, "head", null);
  }

  /** @param {HTMLElement} place */
  listen(place) {
    place.onpointermove = (event) => event.pointerType !== "touch" && this.moved(event);
    place.onpointerleave = (event) => event.pointerType !== "touch" && this.to(null);
    place.onclick = (event) => this.clicked(/** @type {PointerEvent} */ (event));
    place.onkeydown = (event) => this.key(event);
    place.onblur = () => this.to(null);
  }

  /** @param {Head | null} head */
  to(head) {
    if (isSame(head, this.head)) return;
    this.head = head;
    this.spot.hidden = !head;
    this.stage.stage.style.cursor = head ? "pointer" : "";
    mark(this.stage.stage, "head", head && nameOf(head));
    const figures = head ? told(this.data, head) : "";
    this.said.textContent = figures;
    if (head) this.frame(boxOf(this.layout, head), figures);
    else this.stage.hint(null);
  }

  /** @param {Box} box @param {string} figures */
  frame(box, figures) {
    const edges = { left: box.x - 2, top: box.y - 2, width: box.width + 4, height: box.height + 4 };
    for (const [edge, value] of Object.entries(edges)) this.spot.style.setProperty(edge, `${value}px`);
    this.stage.hint(figures, box.x + box.width, box.y);
    // Above the first rows there is no room for it, so it goes below, where it covers other heads but never this one.
    const { tip } = this.stage;
    if (tip.offsetHeight + 8 > box.y) tip.style.top = `${box.y + box.height + 8}px`;
  }

  /** @param {MouseEvent} event */
  moved(event) {
    this.to(headAt(this.layout, ...placeOf(event, this.stage.stage)));
  }

  /** @param {PointerEvent} event */
  clicked(event) {
    const before = this.head;
    this.moved(event);
    if (this.head && opens(event.pointerType, before, this.head)) open(this.head);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const head = stepped(event.key, this.layout, this.head);
    if (event.key === "Enter" && this.head) open(this.head);
    else if (event.key === "Escape") this.to(null);
    else if (head) this.to(head);
    else return;
    event.preventDefault();
  }
}
