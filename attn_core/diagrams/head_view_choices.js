// The head view's controls: a tile for each head, the mean, and the threshold. They live in the browser.

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Black or white, whichever reads better on a colour. */
function inkOn(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 ? "#000000" : "#FFFFFF";
}

/** A share of 0 to 1 in whole percent. */
function whole(share) {
  if (share > 0 && share < 0.005) return "<1 %";
  return share < 0.9995 && share >= 0.995 ? ">99 %" : `${Math.round(share * 100)} %`;
}

/** What is drawn: the choice of heads, threshold and mean, and its controls. */
class Choices {
  constructor(place, onchange) {
    this.onchange = onchange;
    this.heads = new Set();
    this.row = element("div", { className: "heads", role: "group", ariaLabel: "Heads" });
    this.averaged = element("input", { type: "checkbox", onchange });
    this.slider = element("input", { type: "range", min: 0, step: 1, oninput: onchange });
    this.shown = element("output", {});
    place.className = "choices";
    place.append(
      this.row,
      element("label", {}, this.averaged, "Mean of these heads"),
      element("label", {}, "Hide lines under", this.slider, this.shown),
    );
  }

  /** Take over a choice and what there is to choose from. */
  set(start, data) {
    this.thresholds = data.thresholds;
    this.heads = new Set(start.heads);
    this.averaged.checked = start.mean;
    this.slider.max = data.thresholds.length - 1;
    this.slider.value = Math.max(0, data.thresholds.indexOf(start.threshold));
  }

  get threshold() {
    return this.thresholds[Number(this.slider.value)];
  }

  get value() {
    return { heads: this.sorted, threshold: this.threshold, mean: this.averaged.checked };
  }

  get sorted() {
    return [...this.heads].sort((one, other) => one - other);
  }

  toggle(head) {
    if (!this.heads.delete(head)) this.heads.add(head);
    if (this.heads.size === 0) this.heads.add(head); // the last one stays
    this.onchange();
  }

  isolate(head) {
    const alone = this.heads.size === 1 && this.heads.has(head);
    this.heads = new Set(alone ? Array(this.count).keys() : [head]);
    this.onchange();
  }

  /** Bring tiles and labels up to date. */
  show({ layer, weights, theme, badges }) {
    if (this.count !== weights.shape[0]) {
      this.count = weights.shape[0];
      this.row.replaceChildren(...Array.from(Array(this.count).keys(), (head) => this.tile(head)));
    }
    [...this.row.children].forEach((tile, head) => {
      const color = theme.heads[head % theme.heads.length];
      tile.style.setProperty("--head", color);
      tile.style.setProperty("--on-head", inkOn(color));
      tile.ariaPressed = String(this.heads.has(head));
      const labels = labelsOf(badges, 0, head);
      tile.lastChild.textContent = labels.map(({ symbol }) => symbol).join("");
      const said = [`Head L${layer}H${head}`, ...labels.map((label) => label.said)].join(", ");
      tile.title = `${said}. Click: on or off. Double click or Shift+Enter: alone; again: all heads.`;
    });
    this.shown.textContent = `${this.threshold} %`;
    this.slider.ariaValueText = this.shown.textContent;
  }

  tile(head) {
    const properties = {
      type: "button",
      ariaLabel: `Head ${head}`,
      onclick: () => this.toggle(head),
      ondblclick: () => this.isolate(head),
      onkeydown: (event) => {
        if (event.key !== "Enter" || !event.shiftKey) return;
        event.preventDefault();
        this.isolate(head);
      },
    };
    return element("button", properties, String(head), element("span", { className: "badge" }));
  }
}
