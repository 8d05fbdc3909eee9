// The neuron view expanded: a row for each key with every step from q and k to the weight, and one key's sum below.

const NUMBER = 68; // width of a column of numbers
const WEIGHT = 112;
const GAP = 14;
const NOTHING = "rgba(0,0,0,0)";
const QUERY = 24; // where the query's strip starts, below its title

/** Where columns and rows stand, for a frame so wide; narrower frames scroll sideways. */
function sheetLayout(view, width) {
  const { columns, keyTokens } = view.data;
  const label = widest([...keyTokens.labels, view.queryLabel], view.font, width < 500 ? 92 : 150) + 12;
  const numbers = columns.length - 3;
  const spare = width - label - numbers * NUMBER - WEIGHT - 3 * GAP;
  const wide = Math.floor(Math.max(160, Math.min(460, spare / 2)));
  const lines = Math.ceil(view.head.size / Math.floor(wide / 3));
  const cells = Math.ceil(view.head.size / lines);
  const tall = lines === 1 ? 14 : Math.max(4, Math.round(22 / lines));
  let x = label;
  const places = columns.map(({ name }) => {
    const size = name === "key" || name === "product" ? wide : name === "weight" ? WEIGHT : NUMBER;
    const place = { name, x, end: x + size };
    x += size + (size === wide || name === "weight" ? GAP : 0);
    return place;
  });
  const row = Math.max(26, lines * tall + 10);
  const top = QUERY + lines * tall + 44;
  const height = top + keyTokens.shown.length * row + 4;
  return { label, wide, cells, cell: wide / cells, tall, lines, places, row, top, width: x - GAP, height };
}

/** The part of the sheet that a port {x, y, width, height} shows; header and key labels stay in sight. */
function sheetScene(view, layout, port) {
  const { theme } = view.data;
  const scene = new Scene(port.width, port.height, theme.background, view.font);
  const { shown } = view.data.keyTokens;
  const first = Math.max(0, Math.floor(port.y / layout.row));
  const last = Math.min(shown.length, Math.ceil((port.y + port.height - layout.top) / layout.row));
  const rows = shown.slice(first, last).map((key, i) => ({ key, y: layout.top + (first + i) * layout.row - port.y }));
  for (const { key, y } of rows) sheetRow(scene, view, layout, key, -port.x, y);
  scene.rect(0, 0, layout.label - 4, port.height, { color: theme.background });
  for (const { key, y } of rows) rowLabel(scene, view, layout, key, y);
  scene.rect(0, 0, port.width, layout.top - 4, { color: theme.background });
  sheetHeader(scene, view, layout, -port.x);
  scene.rect(0, 0, layout.label - 4, layout.top - 4, { color: theme.background });
  scene.text(2, 10, "query", { color: theme.faint, size: 12 });
  scene.text(2, QUERY + (layout.lines * layout.tall) / 2, view.queryLabel, { color: theme.accent, weight: 600 });
  scene.text(2, layout.top - 18, "keys", { color: theme.faint, size: 12 });
  scene.line(0, layout.top - 4, port.width, layout.top - 4, { color: theme.sink, opacity: 0.7 });
  if (port.x > 0) scene.line(layout.label - 4, 0, layout.label - 4, port.height, { color: theme.sink, opacity: 0.7 });
  return scene;
}

function highlight(view, key) {
  return key === view.key ? 0.14 : key === view.pointed?.key ? 0.06 : 0;
}

function rowLabel(scene, view, layout, key, y) {
  const { theme, keyTokens } = view.data;
  const look = { color: theme.attention, opacity: highlight(view, key) };
  if (look.opacity) scene.rect(0, y, layout.label - 4, layout.row - 1, look);
  const seen = view.head.seen(view.query, key);
  const color = keyTokens.special[key] || !seen ? theme.faint : theme.ink;
  const weight = key === view.key ? 600 : 400;
  scene.text(2, y + layout.row / 2, keyTokens.labels[key], { color, weight, opacity: seen ? 1 : 0.7 });
}

function sheetRow(scene, view, layout, key, shift, y) {
  const { theme } = view.data;
  const [steps, seen] = [view.head.steps(view.query), view.head.seen(view.query, key)];
  const look = { color: theme.attention, opacity: highlight(view, key) };
  if (look.opacity) scene.rect(layout.label - 4, y, layout.width, layout.row - 1, look);
  const centre = y + layout.row / 2;
  const top = centre - (layout.lines * layout.tall) / 2;
  for (const { name, x, end } of layout.places) {
    if (name === "key" || name === "product") {
      cells(scene, view, layout, view.strips.bitmap(name, view.query, key, layout.cells), x + shift, top);
      const veil = { color: theme.background, opacity: 0.6 };
      if (!seen) scene.rect(x + shift - 1, y, layout.wide + 2, layout.row - 1, veil);
      continue;
    }
    if (name === "weight") weightBar(scene, view, key, { x: x + GAP + shift, end: end + shift }, centre);
    else {
      const ink = { color: seen ? theme.ink : theme.faint, anchor: "end", opacity: seen ? 1 : 0.7 };
      scene.text(end + shift, centre, signed(steps[name][key]), ink);
    }
  }
  marked(scene, view, layout, key, shift, top);
}

function weightBar(scene, view, key, { x, end }, centre) {
  const { theme, keyTokens } = view.data;
  if (!view.head.seen(view.query, key)) {
    scene.text(end, centre, "masked", { color: theme.faint, anchor: "end" });
    return;
  }
  const weight = view.head.steps(view.query).weight[key];
  const color = keyTokens.special[key] ? theme.sink : theme.attention;
  scene.rect(x, centre - 7, 1, 14, { color: theme.sink });
  scene.rect(x + 1, centre - 6, Math.max(0.5, (end - x - 54) * weight), 12, { color });
  scene.text(end, centre, percent(weight), { color: theme.ink, anchor: "end" });
}

function cells(scene, view, layout, bitmap, x, y) {
  const { theme } = view.data;
  const tall = layout.lines * layout.tall;
  const edge = { color: theme.background, outline: theme.sink, opacity: 0.8 };
  scene.rect(x - 0.5, y - 0.5, layout.wide + 1, tall + 1, edge);
  scene.image(x, y, layout.wide, layout.tall * bitmap.height, bitmap);
}

/** Boxes around the dimensions that make most of the chosen key's sum, and around the one under the pointer. */
function marked(scene, view, layout, key, shift, top) {
  const { theme } = view.data;
  const [ofKey, ofProduct] = layout.places.map(({ x }) => x + shift);
  if (key === view.key) {
    const most = largest(view.head.products(view.query, key), 3);
    for (const dimension of most) box(scene, layout, dimension, ofProduct, top, theme.ink);
  }
  if (view.pointed?.dimension === undefined || view.pointed.key !== key) return;
  for (const x of [ofKey, ofProduct]) box(scene, layout, view.pointed.dimension, x, top, theme.accent);
}

function box(scene, layout, dimension, x, y, outline) {
  const [column, line] = [dimension % layout.cells, Math.floor(dimension / layout.cells)];
  const [left, top] = [x + column * layout.cell, y + line * layout.tall];
  scene.rect(left, top, layout.cell, layout.tall, { color: NOTHING, outline });
}

function sheetHeader(scene, view, layout, shift) {
  const { theme, columns } = view.data;
  const y = layout.top - 18;
  layout.places.forEach(({ name, x, end }, i) => {
    const strip = name === "key" || name === "product";
    const look = { color: theme.ink, weight: 600, anchor: strip ? "start" : "end" };
    scene.text((strip ? x : end) + shift, y, columns[i].title, look);
    if (strip) legend(scene, view, name, end + shift, y);
  });
  const [key, product] = layout.places.map(({ x }) => x + shift);
  scene.text(key, 10, "q", { color: theme.ink, weight: 600 });
  legend(scene, view, "query", key + layout.wide, 10);
  cells(scene, view, layout, view.strips.bitmap("query", view.query, null, layout.cells), key, QUERY);
  const { dimension } = view.pointed ?? {};
  if (dimension !== undefined) box(scene, layout, dimension, key, QUERY, theme.accent);
  const words = "Each cell of q is multiplied with the cell of k below it.";
  scene.text(product, QUERY + (layout.lines * layout.tall) / 2, words, { color: theme.faint, size: 12 });
}

/** The colours of a strip from the most negative to the most positive, with their numbers. */
function legend(scene, view, name, end, y) {
  const { theme } = view.data;
  const full = view.strips.full(name, view.query);
  const steps = Array.from({ length: 32 }, (_, i) => (i - 15.5) / 15.5);
  const look = { color: theme.faint, size: 11, anchor: "end" };
  const number = full.toFixed(full < 10 ? 1 : 0);
  scene.text(end, y, `+${number}`, look);
  scene.image(end - 76, y - 5, 44, 10, strip(steps, 32, 1, theme));
  scene.text(end - 80, y, `−${number}`, look);
}

/** What a point of the frame is: {column}, {key}, {dimension}, as far as there is one. */
function sheetHit(view, layout, port, x, y) {
  const place = layout.places.find((each) => x >= layout.label && x + port.x >= each.x && x + port.x < each.end);
  const row = Math.floor((y - layout.top + port.y) / layout.row);
  const key = y < layout.top ? undefined : view.data.keyTokens.shown[row];
  const found = { column: place?.name, key };
  if (!["key", "product"].includes(place?.name)) return found;
  const centre = layout.top + (row + 0.5) * layout.row - port.y;
  const top = y < layout.top ? QUERY : centre - (layout.lines * layout.tall) / 2;
  const line = Math.floor((y - top) / layout.tall);
  const cell = Math.floor((x + port.x - place.x) / layout.cell);
  const dimension = line * layout.cells + cell;
  const inside = line >= 0 && line < layout.lines && dimension < view.head.size;
  if (inside && (key !== undefined || place.name === "key")) found.dimension = dimension;
  return found;
}
