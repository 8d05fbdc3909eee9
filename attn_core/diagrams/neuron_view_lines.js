// The neuron view collapsed: tokens that look at the left, those looked at on the right, a line for each weight.

const FLOOR = 0.01; // weights under this are no line while another token is pointed out
const MOST_LINES = 3000;

/** Widest of some texts in pixels, at most `limit`. */
function widest(texts, font, limit, size = 13) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `600 ${size}px ${font}`;
  return Math.min(limit, Math.ceil(Math.max(0, ...texts.map((text) => context.measureText(text).width))));
}

/** Which rows have room for a label, the ones that weigh most first. */
function spread(rowHeight, weights, always) {
  const apart = Math.ceil(13 / rowHeight);
  const named = new Set();
  const ranked = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a] || a - b);
  for (const row of [...always, ...ranked]) {
    let free = true;
    for (let other = row - apart + 1; other < row + apart; other++) free &&= !named.has(other);
    if (free) named.add(row);
  }
  return named;
}

/** Where everything stands; rows count what is shown, not positions. */
function linesLayout(view) {
  const { queryTokens, keyTokens } = view.data;
  const count = Math.max(queryTokens.shown.length, keyTokens.shown.length);
  const width = Math.min(view.width, 760);
  const labels = (tokens) => widest(tokens.labels, view.font, width < 500 ? 92 : 150);
  const row = Math.min(26, Math.max(3, 1000 / count));
  const [left, right] = [22 + labels(queryTokens), width - 62 - labels(keyTokens)];
  return { width, height: 46 + count * row + 22, top: 34, row, left, right };
}

/** The chosen or pointed-at query's lines in colour; those of the others in grey where nothing is pointed at. */
function linesScene(view, layout, pointed) {
  const { theme, queryTokens, keyTokens } = view.data;
  const scene = new Scene(layout.width, layout.height, theme.background, view.font);
  const active = pointed ?? view.query;
  scene.text(Math.max(layout.left, 72), 12, "query: looks", { color: theme.faint, size: 12, anchor: "end" });
  scene.text(layout.right, 12, "key: is looked at", { color: theme.faint, size: 12 });
  const hidden = pointed === null ? otherLines(scene, view, layout) : 0;
  activeLines(scene, view, layout, active);
  queryLabels(scene, view, layout, active);
  keyLabels(scene, view, layout, active);
  if (hidden > 0 && queryTokens.shown.length + keyTokens.shown.length > 4) {
    const words = `Grey lines under ${(hidden * 100).toPrecision(1)} % are left out.`;
    scene.text(22, layout.height - 10, words, { color: theme.faint, size: 12 });
  }
  return scene;
}

function middle(layout, row) {
  return layout.top + (row + 0.5) * layout.row;
}

/** Returns the weight under which lines were left out. */
function otherLines(scene, view, layout) {
  const { theme, queryTokens, keyTokens } = view.data;
  const lines = [];
  queryTokens.shown.forEach((query, from) => {
    if (query === view.query) return;
    const { weight } = view.head.steps(query);
    keyTokens.shown.forEach((key, to) => {
      if (weight[key] >= FLOOR) lines.push({ from, to, weight: weight[key] });
    });
  });
  lines.sort((a, b) => b.weight - a.weight);
  const floor = lines.length > MOST_LINES ? lines[MOST_LINES].weight : FLOOR;
  for (const { from, to, weight } of lines.slice(0, MOST_LINES)) {
    const look = { color: theme.faint, width: 0.5 + weight, opacity: 0.06 + 0.3 * weight };
    scene.line(layout.left + 8, middle(layout, from), layout.right - 8, middle(layout, to), look);
  }
  return floor;
}

function activeLines(scene, view, layout, active) {
  const { theme, queryTokens, keyTokens } = view.data;
  const { weight } = view.head.steps(active);
  const start = middle(layout, queryTokens.shown.indexOf(active));
  keyTokens.shown.forEach((key, row) => {
    if (!view.head.seen(active, key)) return;
    const color = keyTokens.special[key] ? theme.sink : theme.attention;
    const look = { color, width: 0.75 + 7 * weight[key], opacity: 0.15 + 0.85 * weight[key] ** 0.7 };
    scene.line(layout.left + 8, start, layout.right - 8, middle(layout, row), look);
  });
}

function queryLabels(scene, view, layout, active) {
  const { theme, queryTokens } = view.data;
  const chosen = queryTokens.shown.indexOf(active);
  const even = queryTokens.shown.map(() => 1);
  for (const row of spread(layout.row, even, [chosen])) {
    const query = queryTokens.shown[row];
    const color = row === chosen ? theme.accent : queryTokens.special[query] ? theme.faint : theme.ink;
    const look = { color, anchor: "end", weight: row === chosen ? 600 : 400 };
    scene.text(layout.left, middle(layout, row), queryTokens.labels[query], look);
  }
  scene.text(4, middle(layout, chosen), "+", { color: theme.accent, weight: 600, size: 15 });
}

function keyLabels(scene, view, layout, active) {
  const { theme, keyTokens } = view.data;
  const { weight } = view.head.steps(active);
  const weights = keyTokens.shown.map((key) => weight[key]);
  for (const row of spread(layout.row, weights, [])) {
    const key = keyTokens.shown[row];
    const seen = view.head.seen(active, key);
    const look = { color: keyTokens.special[key] || !seen ? theme.faint : theme.ink, opacity: seen ? 1 : 0.6 };
    scene.text(layout.right, middle(layout, row), keyTokens.labels[key], look);
    if (!seen && layout.row < 13) continue;
    const share = seen ? percent(weight[key]) : "masked";
    const number = { color: seen ? theme.ink : theme.faint, size: 12, anchor: "end", opacity: seen ? 1 : 0.6 };
    scene.text(layout.width - 2, middle(layout, row), share, number);
  }
}

/** What a point of the picture is: {query} at the left, {key} at the right, or nothing. */
function linesHit(view, layout, x, y) {
  const row = Math.floor((y - layout.top) / layout.row);
  const { queryTokens, keyTokens } = view.data;
  if (x < (layout.left + layout.right) / 2) return { query: queryTokens.shown[row] };
  return { key: keyTokens.shown[row] };
}
