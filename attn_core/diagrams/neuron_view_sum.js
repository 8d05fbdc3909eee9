// Below the sheet: the chosen key's score as a sum on paper, the dimensions that make most of it first.

const LINE = 21;
const ABOVE = 52; // pixels above the first line
const NAMED = 6; // dimensions that have a line of their own

/** The lines of the sum: name, how it comes about, result; `value` where a bar shows it, `total` under a rule. */
function sumLines(view) {
  const { head, query, key, data } = view;
  const products = head.products(query, key);
  const steps = head.steps(query);
  const named = largest(products, NAMED);
  const [q, k] = [head.vector("query", query), head.vector("key", key)];
  const lines = named.map((dimension) => ({
    name: `dimension ${dimension}`,
    how: `${signed(q[dimension])} × ${signed(k[dimension])}`,
    value: products[dimension],
    result: signed(products[dimension]),
  }));
  const rest = head.size - named.length;
  const others = steps.dot[key] - named.reduce((sum, dimension) => sum + products[dimension], 0);
  if (rest > 0) lines.push({ name: `the other ${rest}`, how: "", value: others, result: signed(others) });
  lines.push({ name: "q · k", how: "", result: signed(steps.dot[key]), total: true });
  for (const { name, title } of data.columns) {
    if (!["scaled", "capped", "biased"].includes(name)) continue;
    lines.push({ name: title, how: "", result: signed(steps[name][key]) });
  }
  const seen = head.seen(query, key);
  const among = data.keyTokens.labels.filter((_, other) => head.seen(query, other)).length;
  const last = { name: seen ? `softmax over ${among} key${among > 1 ? "s" : ""}` : "masked: no weight", how: "" };
  lines.push({ ...last, result: seen ? percent(steps.weight[key]) : "–", final: true });
  return lines;
}

/** Height of the sum in pixels. */
function sumHeight(view) {
  return ABOVE + sumLines(view).length * LINE + 12;
}

/** Write the sum on a scene, from `top` down. */
function drawSum(scene, view, top) {
  const { theme } = view.data;
  const lines = sumLines(view);
  const most = Math.max(...lines.map(({ value }) => Math.abs(value ?? 0)), 1e-9);
  const width = Math.min(scene.width, 640);
  const [how, result] = [Math.min(240, width * 0.58), Math.min(320, width * 0.78)];
  const zero = result + 24 + (width - result - 24) * 0.35;
  const room = width - zero;
  const title = `‘${view.queryLabel}’ and ‘${view.keyLabel}’ multiplied out`;
  scene.text(0, top + 30, title, { color: theme.ink, weight: 600 });
  lines.forEach((line, i) => {
    const y = top + ABOVE + (i + 0.5) * LINE;
    const look = { color: theme.ink, weight: line.total || line.final ? 600 : 400 };
    if (line.total) scene.line(0, y - LINE / 2, result, y - LINE / 2, { color: theme.sink });
    scene.text(0, y, line.name, look);
    scene.text(how, y, line.how, { ...look, color: theme.faint, anchor: "end" });
    scene.text(result, y, line.result, { ...look, anchor: "end" });
    if (line.value === undefined) return;
    const long = (Math.abs(line.value) / most) * (line.value < 0 ? Math.min(room, zero - result - 14) : room);
    const color = line.value < 0 ? theme.negative : theme.attention;
    scene.rect(line.value < 0 ? zero - long : zero, y - 6, Math.max(0.5, long), 12, { color });
  });
  const bars = lines.filter(({ value }) => value !== undefined).length;
  scene.line(zero, top + ABOVE, zero, top + ABOVE + bars * LINE, { color: theme.sink });
}

/** What the tooltip says of a key of the lines. */
function looksAt(view, key) {
  const label = view.data.keyTokens.labels[key];
  if (!view.head.seen(view.query, key)) return `‘${label}’ is masked: ‘${view.queryLabel}’ may not look at it.`;
  return `‘${view.queryLabel}’ looks at ‘${label}’ with ${percent(view.head.steps(view.query).weight[key])}.`;
}

/** What the tooltip says of a point of the sheet. */
function sheetTip(view, { column, key, dimension }) {
  const { head, query, data, queryLabel } = view;
  const whose = `Dimension ${dimension}`;
  if (dimension === undefined) {
    if (key === undefined) return data.columns.find(({ name }) => name === column)?.help ?? null;
    return column === undefined ? `‘${data.keyTokens.labels[key]}’, position ${key}` : looksAt(view, key);
  }
  const q = signed(head.vector("query", query)[dimension]);
  if (key === undefined) return `${whose} of ‘${queryLabel}’: q ${q}`;
  const k = signed(head.vector("key", key)[dimension]);
  if (column === "key") return `${whose} of ‘${data.keyTokens.labels[key]}’: k ${k}`;
  return `${whose}: q ${q} × k ${k} = ${signed(head.products(query, key)[dimension])}`;
}

/** The sum in one sentence, for whom can't see it. */
function sumSentence(view) {
  const { head, query, key } = view;
  const products = head.products(query, key);
  const parts = largest(products, 3).map((dimension) => `dimension ${dimension} ${signed(products[dimension])}`);
  const steps = head.steps(query);
  const weight = head.seen(query, key) ? `weight ${percent(steps.weight[key])}` : "masked";
  const dot = signed(steps.dot[key]);
  return `Query ‘${view.queryLabel}’, key ‘${view.keyLabel}’: q·k ${dot}, ${weight}. Largest: ${parts.join(", ")}.`;
}
