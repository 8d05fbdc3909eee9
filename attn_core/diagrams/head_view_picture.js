// The head view's geometry and what is drawn in it.

const TALLEST_ROW = 22; // pixels
const LABEL_GAP = 12; // pixels from a label to the next: closer ones are left out
const HEADING = 26; // pixels above each text
const WIDEST = 960; // pixels
const NARROW = 500; // pixels, under which headings are short
const OTHER = { query: "key", key: "query" };

/** Where the two columns of tokens stand; `left` and `right` are where the lines begin and end. */
class Columns {
  constructor(data, width, font) {
    const most = Math.max(data.query.labels.length, data.key.labels.length, 1);
    this.width = Math.min(width, WIDEST);
    this.row = Math.min(TALLEST_ROW, Math.max(900 / most, Math.min(LABEL_GAP, 1400 / most)));
    this.size = this.row >= 18 ? 14 : this.row >= 14 ? 12 : 11;
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `600 ${this.size}px ${font}`;
    for (const side of ["query", "key"]) this[side] = this.column(side, data[side], data.pair, pen);
    this.left = this.query.wide + 12;
    this.right = this.width - this.key.wide - 12;
    this.height = Math.max(this.query.bottom, this.key.bottom);
  }

  column(side, { labels, segment }, pair, pen) {
    const headings = [];
    const ys = [];
    let y = 0;
    const verb = side === "query" ? "looks" : "is looked at";
    const heading = this.width < NARROW ? verb : `${verb} (${side})`;
    labels.forEach((_, at) => {
      if (at === 0 || segment[at] !== segment[at - 1]) {
        headings.push({ y: y + HEADING / 2, text: pair ? `${"AB"[segment[at]]} ${heading}` : heading });
        y += HEADING;
      }
      ys.push(y + this.row / 2);
      y += this.row;
    });
    const room = Math.floor(this.width * 0.32);
    const fitted = labels.map((label) => fitting(label, room, pen));
    const texts = [...fitted, ...headings.map(({ text }) => text)];
    const wide = Math.max(0, ...texts.map((text) => Math.ceil(pen.measureText(text).width)));
    return { ys, headings, labels: fitted, wide, bottom: y + 4 };
  }

  /** The token of a side that is nearest to a height, or null where there is none. */
  nearest(side, y) {
    const { ys } = this[side];
    if (!ys.length) return null;
    const at = ys.reduce((best, other, index) => (Math.abs(other - y) < Math.abs(ys[best] - y) ? index : best), 0);
    return { side, at };
  }

  /** The token at a point; the outermost `margin` pixels of the lines belong to the tokens too. */
  hit(x, y, margin) {
    const side = x < this.left + margin + 4 ? "query" : x > this.right - margin - 4 ? "key" : null;
    const spot = side && this.nearest(side, y);
    return spot && Math.abs(this[side].ys[spot.at] - y) <= Math.max(this.row / 2, 6) ? spot : null;
  }

  /** Which labels of a side are written: all, or the heaviest that are far enough apart; even where none weighs. */
  written(side, weights, always) {
    const { ys } = this[side];
    const apart = Math.ceil(LABEL_GAP / this.row);
    if (apart <= 1) return ys.map(() => true);
    const shown = ys.map(() => false);
    const ranked = [...ys.keys()].sort((a, b) => (weights ? weights[b] - weights[a] : 0) || a - b);
    for (const at of always === undefined ? ranked : [always, ...ranked]) {
      if (!shown.slice(Math.max(0, at - apart + 1), at + apart).includes(true)) shown[at] = true;
    }
    return shown;
  }
}

/** The text, cut with an ellipsis to so many pixels. */
function fitting(text, room, pen) {
  if (pen.measureText(text).width <= room) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  while (characters.length && pen.measureText(`${characters.join("")}…`).width > room) characters.pop();
  return `${characters.join("")}…`;
}

/** A scene of a HeadView: all lines, or those of the token in focus with each head's share beside the others. */
function headPicture(view, focus, forPaper) {
  const { columns, data } = view;
  const scene = new Scene(columns.width, columns.height, data.theme.background, view.stage.font);
  const lines = focus ? linesOf(view, focus, view.series, view.choices.threshold / 100) : view.lines;
  drawLines(scene, view, focus, lines, focus ? strongest(lines) : view.top);
  if (focus) drawStrip(scene, view, focus, strongest(linesOf(view, focus, view.each, 0)));
  for (const side of ["query", "key"]) drawLabels(scene, view, side, focus);
  if (forPaper) scene.height = drawLegend(scene, view, focus);
  return scene;
}

/** Every line of one token from `least` on, however many lines the whole picture has to leave out. */
function linesOf(view, focus, all, least) {
  const lines = [];
  all.forEach((series, of) => {
    view.row(focus, series).forEach((weight, other) => {
      if (weight === 0 || weight < least) return;
      const [query, key] = focus.side === "query" ? [focus.at, other] : [other, focus.at];
      lines.push({ of, query, key, weight, dim: view.dim(query, key) });
    });
  });
  return lines;
}

/** The weight that is drawn in full: the heaviest that is not dimmed. */
function strongest(lines) {
  return lines.reduce((top, { weight, dim }) => (dim ? top : Math.max(top, weight)), 0) || 1;
}

/** Of the strongest line in the picture 1, and of the others less by their weight. */
function opacity(weight, top) {
  return Math.min(1, (weight / top) ** 0.8);
}

/** The faint first; heads of one pair run beside each other, not over each other. */
function drawLines(scene, view, focus, lines, top) {
  const { columns, data, series } = view;
  const apart = Math.min(2.5, (columns.row * 0.6) / series.length);
  const strip = (side) => (focus && focus.side !== side ? view.stripWidth + 4 : 0);
  const [from, to] = [columns.left + strip("query"), columns.right - strip("key")];
  lines.sort((one, other) => other.dim - one.dim || one.weight - other.weight);
  for (const { of, query, key, weight, dim } of lines) {
    const shift = (of - (series.length - 1) / 2) * apart;
    scene.line(from, columns.query.ys[query] + shift, to, columns.key.ys[key] + shift, {
      color: dim ? data.theme.sink : series[of].color,
      width: Math.max(1, Math.min(2, apart)),
      opacity: opacity(weight, top) * (dim ? 0.5 : 1),
    });
  }
}

/** Beside each token that the one in focus looks at, or that looks at it, a cell for each head. */
function drawStrip(scene, view, focus, top) {
  const { columns, each, stripWidth } = view;
  const other = OTHER[focus.side];
  const start = other === "key" ? columns.right - stripWidth : columns.left;
  const [wide, high] = [stripWidth / each.length, Math.min(14, Math.max(2, columns.row - 4))];
  each.forEach((head, place) => {
    view.row(focus, head).forEach((weight, at) => {
      if (weight === 0) return;
      const y = columns[other].ys[at] - high / 2;
      scene.rect(start + place * wide, y, wide - (wide > 4 ? 1 : 0), high, {
        color: head.color,
        opacity: opacity(weight, top),
      });
    });
  });
}

function drawLabels(scene, view, side, focus) {
  const { columns, data } = view;
  const { ys, headings, labels, wide } = columns[side];
  const own = focus?.side === side ? focus.at : undefined;
  const weights = focus && own === undefined ? view.row(focus, view.mean) : null;
  const written = columns.written(side, weights, own);
  const [x, anchor] = side === "query" ? [columns.left - 8, "end"] : [columns.right + 8, "start"];
  const { ink, faint, attention } = data.theme;
  for (const { y, text } of headings) scene.text(x, y, text, { color: faint, size: 12, anchor });
  ys.forEach((y, at) => {
    if (!written[at]) return;
    const chosen = at === own;
    const quiet = (data.dimmed && data[side].special[at]) || (own !== undefined && !chosen);
    if (chosen) {
      const high = Math.max(columns.row, columns.size + 3);
      scene.rect(side === "query" ? x - wide - 4 : x - 4, y - high / 2, wide + 8, high, { color: attention, opacity: 0.25 });
    }
    const color = quiet && !chosen ? faint : ink;
    scene.text(x, y, labels[at], { color, size: columns.size, anchor, weight: chosen ? 600 : 400 });
  });
}

/** What a saved picture has to say by itself: layer, heads by colour, and what is left out. Returns the height it needs. */
function drawLegend(scene, view, focus) {
  const { columns, data, series } = view;
  const { ink, faint } = data.theme;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `400 12px ${scene.font}`;
  let [x, y] = [8, columns.height + 16];
  const write = (text, color) => {
    const wide = pen.measureText(text).width;
    if (x > 8 && x + wide + 14 > columns.width) [x, y] = [8, y + 20];
    if (color) scene.rect(x, y - 5, 10, 10, { color });
    x += color ? 14 : 0;
    scene.text(x, y, text, { color: ink, size: 12 });
    x += wide + 12;
  };
  write(`Layer ${data.layer}`, null);
  for (const { name, color } of series) write(name, color);
  const under = view.choices.threshold; // all that one token's lines are held to
  const words = focus ? under && `Lines under ${under} % hidden.` : view.leftOut();
  if (words) scene.text(8, (y += 20), words, { color: faint, size: 12 });
  return y + 14;
}
