// What all diagrams share: unpacking weights, a scene that is painted on a canvas or written as SVG, the stage with its
// tooltip, and the downloads. A diagram's own file follows this one in the same module.

/** Bytes deflated by diagram.py, as an ArrayBuffer. */
async function inflated(deflated) {
  // Plain loops here and below: `from` with a function takes ten times as long, which is a second for 512 tokens.
  const letters = atob(deflated);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

/** Weights packed by diagram.py, as Float32Array in C order. */
async function unpacked({ steps, deflated }) {
  const whole = new Uint16Array(await inflated(deflated));
  const weights = new Float32Array(whole.length);
  for (let at = 0; at < whole.length; at += 1) weights[at] = whole[at] / steps;
  return weights;
}

/** A share of 0 to 1 in percent, as the readings write it. */
function percent(share) {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  return share < 0.0995 ? `${(share * 100).toFixed(1)} %` : `${Math.round(share * 100)} %`;
}

/** The labels that a head carries, as badges.py sends them, each with its name and score in words. */
function labelsOf({ kinds, heads }, row, head) {
  return (heads[row]?.[head] ?? []).map(([kind, score]) => ({ ...kinds[kind], said: `${kinds[kind].name} (${score})` }));
}

/** Shapes in the order in which they are drawn; coordinates in CSS pixels. */
class Scene {
  constructor(width, height, background, font) {
    Object.assign(this, { width, height, background, font, shapes: [] });
  }

  line(x1, y1, x2, y2, { color, width = 1, opacity = 1 }) {
    this.shapes.push({ kind: "line", x1, y1, x2, y2, color, width, opacity });
  }

  /** Many lines of one look as one shape; `d` is an SVG path. */
  path(d, { color, width = 1, opacity = 1 }) {
    this.shapes.push({ kind: "path", d, color, width, opacity });
  }

  rect(x, y, width, height, { color, opacity = 1, outline = null }) {
    this.shapes.push({ kind: "rect", x, y, width, height, color, opacity, outline });
  }

  /** `anchor` is start, middle or end; `y` is the middle of the line. */
  text(x, y, text, { color, size = 13, anchor = "start", weight = 400, opacity = 1 }) {
    this.shapes.push({ kind: "text", x, y, text, color, size, anchor, weight, opacity });
  }

  /** `bitmap` is a canvas, drawn without smoothing. */
  image(x, y, width, height, bitmap) {
    this.shapes.push({ kind: "image", x, y, width, height, bitmap });
  }

  paint(context) {
    for (const shape of this.shapes) {
      context.globalAlpha = shape.opacity ?? 1;
      if (shape.kind === "line") {
        context.strokeStyle = shape.color;
        context.lineWidth = shape.width;
        context.beginPath();
        context.moveTo(shape.x1, shape.y1);
        context.lineTo(shape.x2, shape.y2);
        context.stroke();
      } else if (shape.kind === "path") {
        context.strokeStyle = shape.color;
        context.lineWidth = shape.width;
        context.stroke(new Path2D(shape.d));
      } else if (shape.kind === "rect") {
        context.fillStyle = shape.color;
        context.fillRect(shape.x, shape.y, shape.width, shape.height);
        if (shape.outline) {
          context.strokeStyle = shape.outline;
          context.lineWidth = 1;
          context.strokeRect(shape.x, shape.y, shape.width, shape.height);
        }
      } else if (shape.kind === "text") {
        context.fillStyle = shape.color;
        context.font = `${shape.weight} ${shape.size}px ${this.font}`;
        context.textAlign = { start: "left", middle: "center", end: "right" }[shape.anchor];
        context.textBaseline = "middle";
        context.fillText(shape.text, shape.x, shape.y);
      } else {
        context.imageSmoothingEnabled = false;
        context.drawImage(shape.bitmap, shape.x, shape.y, shape.width, shape.height);
      }
    }
    context.globalAlpha = 1;
  }

  svg(title) {
    const clean = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const round = (value) => Math.round(value * 100) / 100;
    const written = this.shapes.map((shape) => {
      if (shape.kind === "line") {
        const ends = `x1="${round(shape.x1)}" y1="${round(shape.y1)}" x2="${round(shape.x2)}" y2="${round(shape.y2)}"`;
        return `<line ${ends} stroke="${shape.color}" stroke-width="${shape.width}" opacity="${round(shape.opacity)}"/>`;
      }
      if (shape.kind === "path") {
        const look = `stroke="${shape.color}" stroke-width="${round(shape.width)}" opacity="${round(shape.opacity)}"`;
        return `<path d="${shape.d}" fill="none" ${look}/>`;
      }
      const box = `x="${round(shape.x)}" y="${round(shape.y)}"`;
      const size = `width="${round(shape.width)}" height="${round(shape.height)}"`;
      if (shape.kind === "rect") {
        const edge = shape.outline ? ` stroke="${shape.outline}"` : "";
        return `<rect ${box} ${size} fill="${shape.color}" opacity="${round(shape.opacity)}"${edge}/>`;
      }
      if (shape.kind === "text") {
        const look = `fill="${shape.color}" font-size="${shape.size}" font-weight="${shape.weight}"`;
        const place = `text-anchor="${shape.anchor}" dominant-baseline="central" opacity="${round(shape.opacity)}"`;
        return `<text ${box} ${look} ${place} xml:space="preserve">${clean(shape.text)}</text>`;
      }
      return `<image ${box} ${size} preserveAspectRatio="none" style="image-rendering:pixelated" href="${shape.bitmap.toDataURL()}"/>`;
    });
    const size = `width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}"`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${clean(this.font)}" role="img">`,
      `<title>${clean(title)}</title><rect width="100%" height="100%" fill="${this.background}"/>`,
      ...written,
      "</svg>",
    ].join("\n");
  }
}

function canvasOf(width, height, ratio) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return canvas;
}

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * The place of a diagram on the page: a canvas, one over it for what the pointer brings out, a tooltip, and buttons
 * that save the picture. Made once for each parent; `show` draws a scene, `over` another above it.
 */
class Stage {
  static stages = new WeakMap();

  static of(parent) {
    if (!Stage.stages.has(parent)) Stage.stages.set(parent, new Stage(parent));
    return Stage.stages.get(parent);
  }

  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "diagram";
    this.root.innerHTML = `
      <div class="tiles"></div>
      <div class="stage" tabindex="0" role="img"></div>
      <div class="saves"><button data-save="png">PNG</button><button data-save="svg">SVG</button></div>`;
    parent.append(this.root);
    this.tiles = this.root.querySelector(".tiles");
    this.stage = this.root.querySelector(".stage");
    this.tip = document.createElement("div");
    this.tip.className = "tip";
    for (const button of this.root.querySelectorAll("[data-save]")) {
      button.title = `Download the picture as ${button.textContent}`;
      button.onclick = () => this.download(button.dataset.save);
    }
    // Width alone: the height is the diagram's own.
    new ResizeObserver(() => {
      if (this.width !== this.seen) this.onresize?.();
    }).observe(this.root);
  }

  get width() {
    return this.root.clientWidth;
  }

  get font() {
    return getComputedStyle(this.root).fontFamily;
  }

  /** Draw a scene. `name` is the file's name without ending, `reading` the alt text. */
  show(scene, name, reading) {
    Object.assign(this, { scene, name, reading, above: null, seen: this.width });
    const ratio = window.devicePixelRatio || 1;
    const base = canvasOf(scene.width, scene.height, ratio);
    this.upper = canvasOf(scene.width, scene.height, ratio);
    this.upper.className = "over";
    for (const canvas of [base, this.upper]) canvas.getContext("2d").scale(ratio, ratio);
    scene.paint(base.getContext("2d"));
    this.stage.replaceChildren(base, this.upper, this.tip);
    this.stage.setAttribute("aria-label", reading);
    this.stage.dataset.drawn = String(Number(this.stage.dataset.drawn ?? 0) + 1);
    this.hint(null);
  }

  /** Draw a scene in place of the first, which shows again with null. */
  over(scene) {
    this.above = scene;
    const context = this.upper.getContext("2d");
    context.clearRect(0, 0, this.scene.width, this.scene.height);
    if (scene) {
      context.fillStyle = scene.background;
      context.fillRect(0, 0, scene.width, scene.height);
      scene.paint(context);
    }
  }

  /** The tooltip at a point of the stage, over it or under it; none with null. */
  hint(text, x = 0, y = 0, under = false) {
    this.tip.style.visibility = text === null ? "hidden" : "visible";
    if (text === null) return;
    this.tip.textContent = text;
    const room = this.width - this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(0, Math.min(x + 12, room))}px`;
    const above = y - this.tip.offsetHeight - 8;
    this.tip.style.top = `${under || above < 0 ? y + 20 : above}px`;
  }

  download(kind) {
    // `paper`, where a diagram has it, makes the scene that is saved: with what the page says around the picture.
    const scene = this.paper?.() ?? this.above ?? this.scene;
    if (kind === "svg") {
      save(`${this.name}.svg`, new Blob([scene.svg(this.reading)], { type: "image/svg+xml" }));
      return;
    }
    const sharpness = Math.min(2, 16000 / Math.max(scene.width, scene.height)); // browsers refuse larger canvases
    const canvas = canvasOf(scene.width, scene.height, sharpness);
    const context = canvas.getContext("2d");
    context.scale(sharpness, sharpness);
    context.fillStyle = scene.background;
    context.fillRect(0, 0, scene.width, scene.height);
    scene.paint(context);
    canvas.toBlob((blob) => save(`${this.name}.png`, blob));
  }
}
