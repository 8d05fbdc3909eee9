// A picture larger than its place: it scrolls in a frame, of which one canvas of the frame's size shows a part.

const TALLEST = 560; // pixels of the frame's height
const BAR = 16; // pixels that a scroll bar may take

class Frame {
  constructor(repaint) {
    this.element = document.createElement("div");
    this.element.className = "frame";
    this.element.tabIndex = -1;
    this.room = document.createElement("div");
    this.element.append(this.room);
    this.element.onscroll = () => requestAnimationFrame(repaint);
  }

  /** Whether a picture of this height scrolls, so that a bar takes some of the width. */
  static scrolls(height) {
    return height > TALLEST;
  }

  /** Make room for a picture of this size, in a place so wide. */
  fit({ width, height }, place) {
    Object.assign(this.room.style, { width: `${width}px`, height: `${height}px` });
    this.element.style.height = `${Math.min(height, TALLEST) + (width > place ? BAR : 0)}px`;
  }

  /** The part of the picture that is in sight. */
  get port() {
    const { scrollLeft: x, scrollTop: y, clientWidth: width, clientHeight: height } = this.element;
    return { x, y, width, height };
  }

  /** Scroll until a row that starts so far below a header so tall is in sight. */
  reveal(start, tall, header) {
    const room = this.element.clientHeight - header - tall;
    const { scrollTop } = this.element;
    if (start < scrollTop || start > scrollTop + room) this.element.scrollTop = start - room / 2;
  }
}

/** Paint a scene on the one canvas of an element, which is kept while its size stays. */
function paintOn(place, scene) {
  const ratio = window.devicePixelRatio || 1;
  let canvas = place.querySelector("canvas");
  if (canvas?.style.width !== `${scene.width}px` || canvas.style.height !== `${scene.height}px`) {
    canvas = canvasOf(scene.width, scene.height, ratio);
    place.replaceChildren(canvas);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  scene.paint(context);
}
