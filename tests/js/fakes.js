// What the tests stand in for: the page of a browser, reduced to what the scripts touch, and texts with simple widths.

/** Half of the size for each character, and a fifth more in bold. */
export const measure = (text, size, weight = 600) => [...text].length * size * (weight >= 600 ? 0.6 : 0.5);

export const THEME = {
  background: "#FFFFFF",
  ink: "#111111",
  faint: "#777777",
  attention: "#0000FF",
  negative: "#FF8000",
  sink: "#CCCCCC",
  accent: "#00AA00",
  heads: ["#AA0000", "#BBBB00", "#00CCCC"],
};

const PAINTING =
  "beginPath clearRect drawImage fillRect fillText lineTo moveTo putImageData scale setTransform stroke strokeRect";

/** Records what is painted, as [name, ...arguments] with the state that matters. */
export class FakeContext {
  constructor() {
    this.calls = [];
    for (const name of PAINTING.split(" ")) this.record(name);
  }

  record(name) {
    this[name] = (...values) => {
      const { globalAlpha, fillStyle, strokeStyle, lineWidth, font, textAlign, textBaseline } = this;
      const smooth = this.imageSmoothingEnabled;
      const look = { globalAlpha, fillStyle, strokeStyle, lineWidth, font, textAlign, textBaseline, smooth };
      this.calls.push({ name, values, ...look });
    };
  }

  named(name) {
    return this.calls.filter((call) => call.name === name);
  }

  measureText(text) {
    const [, weight, size] = /^(\d+) ([\d.]+)px/.exec(this.font);
    return { width: measure(text, Number(size), Number(weight)) };
  }

  createImageData(width, height) {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }
}

export class FakeElement {
  constructor(tag) {
    this.tag = tag;
    this.children = [];
    this.dataset = {};
    this.attributes = {};
    this.style = { setProperty: (name, value) => (this.style[name] = value) };
    this.clientWidth = 600;
    this.clientHeight = 400;
    this.scrollTop = 0;
    this.scrollLeft = 0;
    this.offsetWidth = 100;
    this.offsetHeight = 30;
    this.text = "";
    this.clicks = 0;
  }

  get textContent() {
    return this.text || this.children.map((child) => child.textContent ?? child).join("");
  }

  set textContent(text) {
    this.children = [];
    this.text = text;
  }

  get lastElementChild() {
    return this.children.filter((child) => child instanceof FakeElement).at(-1);
  }

  append(...children) {
    this.children.push(...children);
    for (const child of children) if (child instanceof FakeElement) child.parent = this;
  }

  prepend(...children) {
    this.children.unshift(...children);
  }

  after(...siblings) {
    this.parent.children.splice(this.parent.children.indexOf(this) + 1, 0, ...siblings);
  }

  replaceChildren(...children) {
    this.children = [];
    this.append(...children);
  }

  querySelector(tag) {
    return this.children.find((child) => child.tag === tag) ?? null;
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  getBoundingClientRect() {
    return { left: 10, top: 20 };
  }

  getContext() {
    this.context ??= new FakeContext();
    return this.context;
  }

  toDataURL() {
    return `data:${this.width}x${this.height}`;
  }

  toBlob(take) {
    take(new Blob([`${this.width}x${this.height}`]));
  }

  click() {
    this.clicks += 1;
    page.saved.push({ name: this.download, blob: page.blobs.at(-1) });
  }
}

/** What happened on the page. */
export const page = { saved: [], blobs: [], resized: [], went: [], events: [], revoked: [] };

/** Put a page where the scripts look for it; an element of it is what they are mounted in. */
export function openPage() {
  for (const happened of Object.values(page)) happened.length = 0;
  const history = { pushState: (_, __, address) => page.went.push(String(address)) };
  const location = { href: "http://localhost:8501/model_view?prompt=Hi&layer=3" };
  const made = {
    document: { createElement: (tag) => new FakeElement(tag), fonts: { ready: Promise.resolve() } },
    window: { devicePixelRatio: 2, location, history, dispatchEvent: (event) => page.events.push(event.type) },
    getComputedStyle: () => ({ fontFamily: "Sans" }),
    requestAnimationFrame: (call) => call(),
    ResizeObserver: class {
      constructor(call) {
        page.resized.push(call);
      }

      observe() {}
    },
    Option: class extends FakeElement {
      constructor(text, value) {
        super("option");
        Object.assign(this, { text, value });
      }
    },
    PopStateEvent: class {
      constructor(type) {
        this.type = type;
      }
    },
    Path2D: class {
      constructor(d) {
        this.d = d;
      }
    },
  };
  Object.assign(globalThis, made);
  URL.createObjectURL = (blob) => `blob:${page.blobs.push(blob)}`;
  URL.revokeObjectURL = (address) => page.revoked.push(address);
  return new FakeElement("main");
}

/** An event at a point of the stage. */
export function pointed(x, y, more = {}) {
  return { clientX: 10 + x, clientY: 20 + y, pointerType: "mouse", ...more };
}

/** A key that is pressed; `prevented` tells whether the page kept it for itself. */
export function keyed(key, more = {}) {
  const event = { key, prevented: false, preventDefault: () => (event.prevented = true), ...more };
  return event;
}

/** Do something, and wait until a picture is drawn that was not before. */
export async function drawnAnew(parent, act = () => {}) {
  const drawn = () => parent.children[0]?.children[1].dataset.drawn;
  const before = drawn();
  const done = act();
  await until(() => drawn() !== before);
  return done;
}

/** Wait for what a busy machine may take long for. */
export async function until(happened) {
  const end = Date.now() + 20_000;
  while (!happened()) {
    if (Date.now() > end) throw new Error("it does not happen");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
