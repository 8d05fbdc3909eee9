// The head view's controls: a tile for each head, the mean, and the threshold. They live in the browser.

import { element } from "../shared/elements.js";
import { isolated, toggled } from "./choosing.js";
import { tileOf } from "./tile.js";

/** @import { Choice, HeadViewData } from "./types.d.ts" */

export class Controls {
  /** @param {HTMLElement} place @param {() => void} onchange */
  constructor(place, onchange) {
    this.onchange = onchange;
    /** @type {number[]} ascending */
    this.heads = [];
    this.count = -1;
    /** @type {number[]} percent */
    this.thresholds = [0];
    this.row = element("div", { className: "heads", role: "group", ariaLabel: "Heads" });
    this.averaged = element("input", { type: "checkbox", onchange });
    this.slider = element("input", { type: "range", min: 0, step: 1, oninput: onchange });
    this.shown = element("output");
    place.className = "choices";
    place.append(
      this.row,
      element("label", {}, this.averaged, "Mean of these heads"),
      element("label", {}, "Hide lines under", this.slider, this.shown),
    );
  }

  /** Take over what the server says is chosen. @param {HeadViewData} data */
  set({ start, thresholds }) {
    this.thresholds = thresholds;
    this.heads = [...start.heads];
    this.averaged.checked = start.mean;
    this.slider.max = String(thresholds.length - 1);
    this.slider.value = String(Math.max(0, thresholds.indexOf(start.threshold)));
  }

  /** @returns {Choice} */
  get choice() {
    const threshold = this.thresholds[Number(this.slider.value)];
    return { heads: this.heads, threshold, mean: this.averaged.checked };
  }

  /** @param {number[]} heads */
  choose(heads) {
    this.heads = heads;
    this.onchange();
  }

  /** Bring tiles and labels up to date. @param {HeadViewData} data */
  show(data) {
    const [count] = data.weights.shape;
    if (this.count !== count) {
      this.count = count;
      this.row.replaceChildren(...Array.from({ length: count }, (_, head) => this.tile(head)));
    }
    [...this.row.children].forEach((each, head) => {
      const tile = /** @type {HTMLButtonElement} */ (each);
      const { color, ink, symbols, title } = tileOf(data, head);
      tile.style.setProperty("--head", color);
      tile.style.setProperty("--on-head", ink);
      tile.ariaPressed = String(this.heads.includes(head));
      /** @type {Element} */ (tile.lastElementChild).textContent = symbols;
      tile.title = title;
    });
    this.shown.textContent = `${this.choice.threshold} %`;
    this.slider.ariaValueText = this.shown.textContent;
  }

  /** @param {number} head */
  tile(head) {
    const alone = () => this.choose(isolated(this.heads, head, this.count));
    const properties = {
      type: "button",
      ariaLabel: `Head ${head}`,
      onclick: () => this.choose(toggled(this.heads, head)),
      ondblclick: alone,
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Enter" || !event.shiftKey) return;
        event.preventDefault();
        alone();
      },
    };
    return element("button", properties, String(head), element("span", { className: "badge" }));
  }
}
