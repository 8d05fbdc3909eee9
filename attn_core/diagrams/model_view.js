// The model view: every head as one small picture, layers as columns, heads as rows. Many layers are wrapped into bands,
// so that the pictures stay large and all of them fit one screen.

const HEIGHT = 620; // pixels for all pictures, so that they are on one screen
const GAP = 4;
const HIGHEST = 115; // pixels of a picture's row
const LOWEST = 22; // which a finger still hits
const LEVELS = 15; // as in model_view.py: a level is the root of a weight
const LEGEND = [0.01, 0.1, 0.25, 0.5, 1];

/** Where the pictures are: the number of bands that makes them largest, for a width in pixels. */
function layoutOf(width, layers, heads) {
  const narrow = width < 560;
  const left = narrow ? 28 : 58;
  const top = 20;
  let best = null;
  for (let bands = 1; bands <= layers; bands += 1) {
    const columns = Math.ceil(layers / bands);
    const across = Math.min((width - left) / columns, 200);
    const down = Math.max(LOWEST, Math.min((HEIGHT / bands - top) / heads, across * 0.8, HIGHEST));
    const size = Math.min(across * 0.8, down);
    // Another band only where it gains much: one row of layers is easier to read.
    if (!best || size > best.size * 1.15) best = { left, top, bands, columns, across, down, size };
  }
  best.bands = Math.ceil(layers / best.columns);
  best.across = Math.min(best.across, best.down * 2.5);
  best.bandHeight = best.top + heads * best.down + 6;
  return { ...best, layers, heads, height: best.bands * best.bandHeight };
}

/** The box of one picture. */
function boxOf(layout, { layer, head }) {
  return {
    x: layout.left + (layer % layout.columns) * layout.across,
    y: Math.floor(layer / layout.columns) * layout.bandHeight + layout.top + head * layout.down,
    width: layout.across - GAP,
    height: layout.down - GAP,
  };
}

/** The head at a point, or null between and beside the pictures. */
function headAt(layout, x, y) {
  const column = Math.floor((x - layout.left) / layout.across);
  const band = Math.floor(y / layout.bandHeight);
  const head = Math.floor((y - band * layout.bandHeight - layout.top) / layout.down);
  const layer = band * layout.columns + column;
  const inside = column >= 0 && column < layout.columns && head >= 0 && head < layout.heads;
  return inside && layer < layout.layers && band >= 0 ? { layer, head } : null;
}

const nameOf = ({ layer, head }) => `L${layer}H${head}`;
/** Opacity of a level: of lines, which lie over one another, as the weight; of points as its root, so that faint ones show. */
const strength = (level, lines) => 0.05 + 0.95 * (level / LEVELS) ** (lines ? 2 : 1);

/** One head's lines: the tokens that look at the left, those they look at at the right. */
function drawLines(scene, box, levels, data) {
  const [rows, columns] = data.shape;
  const place = (i, count) => Math.round((box.y + ((i + 0.5) / count) * box.height) * 10) / 10;
  const paths = new Map();
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const level = levels[row * columns + column];
      if (!level) continue;
      const key = level * 2 + (data.queryMarks[row] | data.keyMarks[column] ? 0 : 1);
      const line = `M${box.x + 2} ${place(row, rows)}L${box.x + box.width - 2} ${place(column, columns)}`;
      paths.set(key, (paths.get(key) ?? "") + line);
    }
  }
  // Weak ones first and grey under blue, so that what is drawn last is what matters.
  for (const key of [...paths.keys()].sort((a, b) => (a % 2) - (b % 2) || a - b)) {
    const level = key >> 1;
    const width = Math.min(0.6 + (1.4 * level) / LEVELS, Math.max(0.6, box.height / rows));
    const color = key % 2 ? data.theme.attention : data.theme.sink;
    scene.path(paths.get(key), { color, width, opacity: strength(level, true) });
  }
}

/** One head's map: rows look, columns are looked at; where it has more points than pixels the largest is kept. */
function drawMap(scene, box, levels, data) {
  const [rows, columns] = data.shape;
  const ratio = window.devicePixelRatio || 1;
  const height = Math.min(rows, Math.floor(box.height * ratio));
  const width = Math.min(columns, Math.floor(box.width * ratio));
  const points = new Uint32Array(width * height);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = Math.floor((row * height) / rows) * width + Math.floor((column * width) / columns);
      const grey = data.queryMarks[row] | data.keyMarks[column];
      points[at] = Math.max(points[at], levels[row * columns + column] * 2 + (grey ? 0 : 1));
    }
  }
  const bitmap = document.createElement("canvas");
  Object.assign(bitmap, { width, height });
  const image = new ImageData(width, height);
  const colors = paletteOf(data.theme);
  new Uint32Array(image.data.buffer).set(points.map((point) => colors[point]));
  bitmap.getContext("2d").putImageData(image, 0, 0);
  scene.image(box.x, box.y, box.width, box.height, bitmap);
}

/** The pixel of each point: twice its level, and one more where it is not grey. */
function paletteOf(theme) {
  const bytes = new Uint8ClampedArray(4 * 2 * (LEVELS + 1));
  for (let point = 2; point < bytes.length / 4; point += 1) {
    const color = point % 2 ? theme.attention : theme.sink;
    const channels = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
    bytes.set([...channels, 255 * strength(point >> 1, false)], point * 4);
  }
  return new Uint32Array(bytes.buffer);
}

function drawLabels(scene, layout, { theme }) {
  const wide = layout.left > 40 && layout.across >= 56;
  const look = { color: theme.faint, size: 11 };
  for (let layer = 0; layer < layout.layers; layer += 1) {
    const box = boxOf(layout, { layer, head: 0 });
    scene.text(box.x + box.width / 2, box.y - 9, wide ? `Layer ${layer}` : `L${layer}`, { ...look, anchor: "middle" });
  }
  for (let band = 0; band < layout.bands; band += 1) {
    for (let head = 0; head < layout.heads; head += 1) {
      const box = boxOf(layout, { layer: band * layout.columns, head });
      const label = layout.left > 40 ? `Head ${head}` : `H${head}`;
      scene.text(layout.left - 8, box.y + box.height / 2, label, { ...look, anchor: "end" });
    }
  }
}

/** What the colours' strengths mean, under the pictures. */
function drawLegend(scene, layout, { theme, lines }) {
  const y = layout.height + 10;
  const wide = layout.left > 40;
  scene.text(layout.left, y, wide ? "Share of a token’s attention" : "Share", { color: theme.faint, size: 11 });
  let x = layout.left + (wide ? 158 : 44);
  for (const share of LEGEND) {
    const opacity = strength(Math.round(Math.sqrt(share) * LEVELS), lines);
    scene.rect(x, y - 5, 14, 10, { color: theme.attention, opacity });
    scene.text(x + 18, y, `${share * 100} %`, { color: theme.faint, size: 11 });
    x += 52;
  }
}

function sceneOf(layout, levels, data, width, font) {
  const scene = new Scene(width, layout.height + 24, data.theme.background, font);
  const size = data.shape[0] * data.shape[1];
  for (let layer = 0; layer < layout.layers; layer += 1) {
    for (let head = 0; head < layout.heads; head += 1) {
      const box = boxOf(layout, { layer, head });
      const start = (layer * layout.heads + head) * size;
      scene.rect(box.x, box.y, box.width, box.height, { color: data.theme.ink, opacity: 0.05 });
      if (size) (data.lines ? drawLines : drawMap)(scene, box, levels.subarray(start, start + size), data);
      drawBadge(scene, box, labelsOf(data.badges, layer, head), data);
    }
  }
  drawLabels(scene, layout, data);
  drawLegend(scene, layout, data);
  return scene;
}

/** A head's name, its labels and its figures, a line each. */
function told(data, head) {
  const labels = labelsOf(data.badges, head.layer, head.head).map(({ said }) => said);
  const lines = data.figures.map(({ name, unit, values }) => {
    const value = values[head.layer][head.head];
    const said = value === null ? "–" : unit === "share" ? percent(value) : `${value.toFixed(1)} ${unit}`;
    return `${name}: ${said}`;
  });
  return [nameOf(head), ...(labels.length ? [`in general: ${labels.join(", ")}`] : []), ...lines].join("\n");
}

/** The frame around the head that the pointer or the keys are on, and its figures. */
class Pointer {
  constructor(stage, layout, data) {
    Object.assign(this, { stage, layout, data, head: null });
    this.spot = document.createElement("div");
    this.spot.className = "spot";
    this.spot.hidden = true;
    stage.stage.append(this.spot);
    this.said = stage.tiles.querySelector(".unseen");
    delete stage.stage.dataset.head;
  }

  to(head) {
    if (head?.layer === this.head?.layer && head?.head === this.head?.head) return;
    this.head = head;
    this.spot.hidden = !head;
    this.stage.stage.style.cursor = head ? "pointer" : "";
    if (!head) {
      delete this.stage.stage.dataset.head;
      this.said.textContent = "";
      this.stage.hint(null);
      return;
    }
    const figures = told(this.data, head);
    this.said.textContent = figures;
    const box = boxOf(this.layout, head);
    const edges = { left: box.x - 2, top: box.y - 2, width: box.width + 4, height: box.height + 4 };
    for (const [edge, value] of Object.entries(edges)) this.spot.style[edge] = `${value}px`;
    this.stage.stage.dataset.head = nameOf(head);
    this.stage.hint(figures, box.x + box.width, box.y);
    // Above the first rows there is no room for it, so it goes below, where it covers other heads but never this one.
    const { tip } = this.stage;
    if (tip.offsetHeight + 8 > box.y) tip.style.top = `${box.y + box.height + 8}px`;
  }

  moved(event) {
    const bounds = this.stage.stage.getBoundingClientRect();
    this.to(headAt(this.layout, event.clientX - bounds.left, event.clientY - bounds.top));
  }

  /** A first touch shows the figures, for a finger can't hover; a second on the same head opens it. */
  clicked(event) {
    const before = this.head;
    this.moved(event);
    if (this.head && (event.pointerType !== "touch" || before === this.head)) open(this.head);
  }

  key(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (event.key === "Enter" && this.head) open(this.head);
    else if (event.key === "Escape") this.to(null);
    else if (step) {
      const within = (value, count) => Math.max(0, Math.min(count - 1, value));
      const { layer, head } = this.head ?? { layer: 0, head: 0 };
      const [right, down] = this.head ? step : [0, 0];
      this.to({ layer: within(layer + right, this.layout.layers), head: within(head + down, this.layout.heads) });
    } else return;
    event.preventDefault();
  }
}

/**
 * Open a head in the head view, with what else the address says. Streamlit goes there as it goes Back and Forward, which
 * makes one step in the browser's history; a page changed by the server makes three, two of them without the prompt.
 */
function open({ layer, head }) {
  const address = new URL(window.location.href);
  address.pathname = address.pathname.replace(/[^/]*\/?$/, "head_view");
  address.searchParams.set("layer", layer);
  address.searchParams.set("heads", head);
  window.history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

export default function ({ data, parentElement }) {
  const stage = Stage.of(parentElement);
  stage.latest = data;
  // What the keys are on, for a screen reader: beside the stage, for what is inside an image is not read out.
  stage.tiles.innerHTML ||= '<div class="unseen" role="status"></div>';
  inflated(data.levels).then((buffer) => {
    if (stage.latest !== data) return; // another prompt came while this one was unpacked
    const levels = new Uint8Array(buffer);
    const draw = () => {
      const layout = layoutOf(stage.width, data.layers, data.heads);
      stage.show(sceneOf(layout, levels, data, stage.width, stage.font), data.name, data.reading);
      const pointer = new Pointer(stage, layout, data);
      stage.stage.onpointermove = (event) => event.pointerType !== "touch" && pointer.moved(event);
      stage.stage.onpointerleave = (event) => event.pointerType !== "touch" && pointer.to(null);
      stage.stage.onclick = (event) => pointer.clicked(event);
      stage.stage.onkeydown = (event) => pointer.key(event);
      stage.stage.onblur = () => pointer.to(null);
    };
    stage.onresize = draw;
    draw();
  });
}
