// One layer as two columns of tokens: those at the left look (queries), those at the right are looked at (keys).
// Choosing heads, hovering and pinning happen here; the server hears of a choice only for the share link.

const MOST_LINES = 4000; // drawn at once while no token is pointed at
const FAINTEST = 0.005; // of the strongest line: what is fainter can't be seen
const TELL_AFTER = 500; // milliseconds of rest before the server is told
const NAMED = 5; // tokens in a tooltip

class HeadView {
  static views = new WeakMap();

  static of(parent) {
    if (!HeadView.views.has(parent)) HeadView.views.set(parent, new HeadView(Stage.of(parent)));
    return HeadView.views.get(parent);
  }

  constructor(stage) {
    this.stage = stage;
    this.choices = new Choices(stage.tiles, () => {
      this.draw();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tell("choice", this.choices.value), TELL_AFTER);
    });
    this.words = element("p", { className: "words", role: "status" });
    this.spoken = element("p", { className: "unseen", role: "status" });
    stage.root.querySelector(".saves").prepend(this.words);
    stage.stage.after(this.spoken);
    stage.onresize = () => this.draw();
    stage.paper = () => this.picture(this.pinned, true);
    const place = stage.stage;
    place.role = "application"; // so that a screen reader passes the arrow keys on
    place.onpointermove = (event) => this.point(this.hit(event), event);
    place.onpointerleave = () => this.point(null);
    place.onclick = (event) => this.click(this.hit(event), event);
    place.onkeydown = (event) => this.press(event);
  }

  async take({ data, setStateValue }) {
    this.latest = data;
    this.tell = setStateValue;
    const same = data.weights.deflated === this.data?.weights.deflated;
    const weights = same ? this.weights : await unpacked(data.weights);
    await document.fonts.ready;
    if (this.latest !== data) return; // a newer one came meanwhile
    if (data.start.asked !== this.data?.start.asked) this.choices.set(data.start, data);
    const tokens = ({ query, key }) => JSON.stringify([query.labels, query.position, key.labels, key.position]);
    if (this.data && tokens(data) !== tokens(this.data)) this.pinned = null;
    Object.assign(this, { data, weights });
    this.draw();
  }

  draw() {
    if (!this.data) return;
    const { data, stage } = this;
    this.choices.show(data);
    this.combine();
    this.cut();
    this.columns = new Columns(data, stage.width, stage.font);
    this.stripWidth = Math.min(10 * this.each.length, Math.round((this.columns.right - this.columns.left) * 0.3));
    this.focused = null;
    stage.show(this.picture(null), `${data.name}-layer-${data.layer}`, data.reading);
    stage.stage.dataset.lines = String(this.lines.length);
    this.words.textContent = this.leftOut();
    this.pin(this.pinned ?? null);
  }

  /** The weights of each chosen head and of their mean, and the strongest that sets the scale of opacity. */
  combine() {
    const { data, weights, choices } = this;
    const [, queries, keys] = data.weights.shape;
    const size = queries * keys;
    this.each = choices.sorted.map((head) => ({
      name: `L${data.layer}H${head}`,
      color: data.theme.heads[head % data.theme.heads.length],
      weights: weights.subarray(head * size, (head + 1) * size),
    }));
    const mean = new Float32Array(size);
    for (const head of this.each) {
      for (let pair = 0; pair < size; pair += 1) mean[pair] += head.weights[pair] / this.each.length;
    }
    const name = this.each.length > 1 ? `mean of ${this.each.length} heads` : `head ${this.each[0].name}`;
    this.mean = { name, color: data.theme.attention, weights: mean };
    this.series = choices.averaged.checked ? [this.mean] : this.each;
    // Over all heads, so that a head keeps its look when others are switched off.
    const all = choices.averaged.checked ? mean : weights;
    this.top = 0;
    for (let at = 0; at < all.length; at += 1) {
      const pair = at % size;
      if (all[at] > this.top && !this.dim(Math.floor(pair / keys), pair % keys)) this.top = all[at];
    }
    this.top ||= 1;
  }

  /** Whether a pair has a mark that is dimmed. */
  dim(query, key) {
    return this.data.dimmed && Boolean(this.data.query.special[query] || this.data.key.special[key]);
  }

  /** The lines that are drawn while no token is pointed at, and how much of the attention is in the others. */
  cut() {
    const counts = new Uint32Array(65536);
    for (const { weights } of this.series) {
      for (let at = 0; at < weights.length; at += 1) counts[Math.round(weights[at] * 65535)] += 1;
    }
    let lowest = 65536;
    for (let room = MOST_LINES; lowest > 1 && counts[lowest - 1] <= room; lowest -= 1) room -= counts[lowest - 1];
    const least = roundedUp(Math.max(lowest > 1 ? lowest / 65535 : 0, this.top * FAINTEST));
    this.floor = Math.max(this.choices.threshold / 100, least);
    const keys = this.data.weights.shape[2];
    let [drawn, hidden] = [0, 0];
    this.lines = [];
    this.series.forEach(({ weights }, of) => {
      for (let at = 0; at < weights.length; at += 1) {
        const weight = weights[at];
        if (weight < this.floor) hidden += weight;
        else {
          drawn += weight;
          const [query, key] = [Math.floor(at / keys), at % keys];
          this.lines.push({ of, query, key, weight, dim: this.dim(query, key) });
        }
      }
    });
    this.hidden = hidden / (drawn + hidden || 1);
  }

  /** In words, what the picture leaves out. */
  leftOut() {
    const parts = [];
    if (this.hidden > 0) {
      const under = Number((this.floor * 100).toPrecision(3));
      parts.push(`Lines under ${under} % hidden: ${whole(this.hidden)} of the attention.`);
    }
    const palette = this.data.theme.heads.length;
    if (this.choices.count > palette) parts.push(`Colours begin anew after head ${palette - 1}.`);
    return parts.join(" ");
  }

  /** What one token of a side gives to or gets from all of the other side, by weights of `series`. */
  row({ side, at }, { weights }) {
    const [, queries, keys] = this.data.weights.shape;
    if (side === "query") return weights.subarray(at * keys, (at + 1) * keys);
    return Float32Array.from({ length: queries }, (_, query) => weights[query * keys + at]);
  }

  named({ side, at }) {
    const { labels, twice, position } = this.data[side];
    return twice[at] ? `‘${labels[at]}’ at position ${position[at]}` : `‘${labels[at]}’`;
  }

  /** A token's tooltip: where it looks, or who looks at it. */
  told(spot) {
    const row = this.row(spot, this.mean);
    const other = OTHER[spot.side];
    const ranked = [...row.keys()].filter((at) => row[at] > 0).sort((a, b) => row[b] - row[a] || a - b);
    const verb = spot.side === "query" ? "looks at" : "is looked at by";
    const shown = ranked.slice(0, NAMED).map((at) => `${this.named({ side: other, at })}  ${percent(row[at])}`);
    const rest = ranked.slice(NAMED).reduce((sum, at) => sum + row[at], 0);
    if (rest > 0 && spot.side === "query") shown.push(`other tokens  ${percent(rest)}`);
    if (!shown.length) shown.push("nothing here");
    return [`${this.named(spot)} ${verb} (${this.mean.name})`, ...shown].join("\n");
  }

  /** The tooltip of a pair: the number of each head. */
  toldPair(one, other) {
    const [query, key] = one.side === "query" ? [one, other] : [other, one];
    const numbers = [...this.each, ...(this.each.length > 1 ? [this.mean] : [])].map(
      (series) => `${series.name}  ${percent(this.row(query, series)[key.at])}`,
    );
    return [`${this.named(query)} → ${this.named(key)}`, ...numbers].join("\n");
  }

  picture(focus, forPaper = false) {
    return headPicture(this, focus, forPaper);
  }

  hit(event) {
    const box = this.stage.stage.getBoundingClientRect();
    return this.columns.hit(event.clientX - box.left, event.clientY - box.top, this.focused ? this.stripWidth : 0);
  }

  /** The pointer is over a token, or over none. */
  point(spot, event) {
    const { stage } = this;
    stage.stage.style.cursor = spot ? "pointer" : "";
    const box = stage.stage.getBoundingClientRect();
    const pair = this.pinned && spot && spot.side !== this.pinned.side;
    if (!this.pinned) this.focus(spot);
    if (!spot || (this.pinned && !pair)) stage.hint(null);
    else {
      const text = pair ? this.toldPair(this.pinned, spot) : this.told(spot);
      stage.hint(text, event.clientX - box.left, event.clientY - box.top, spot.side === "query");
    }
  }

  /** Bring out one token's lines, or all again. */
  focus(spot) {
    if (spot?.side === this.focused?.side && spot?.at === this.focused?.at) return;
    this.focused = spot;
    this.stage.over(spot ? this.picture(spot) : null);
    mark(this.stage.stage, "focus", spot && `${spot.side} ${this.data[spot.side].position[spot.at]}`);
  }

  pin(spot) {
    this.pinned = spot;
    this.focus(spot);
    mark(this.stage.stage, "pinned", spot && `${spot.side} ${this.data[spot.side].position[spot.at]}`);
    this.spoken.textContent = spot ? this.told(spot).replaceAll("\n", ", ") : "";
    if (!spot) this.stage.hint(null);
  }

  click(spot, event) {
    if (!spot) return;
    const again = this.pinned?.side === spot.side && this.pinned.at === spot.at;
    this.pin(again ? null : spot);
    this.point(spot, event);
  }

  press(event) {
    const { columns, pinned } = this;
    const side = pinned?.side ?? "query";
    const last = columns[side].ys.length - 1;
    const moves = {
      ArrowDown: () => ({ side, at: pinned ? Math.min(pinned.at + 1, last) : 0 }),
      ArrowUp: () => ({ side, at: pinned ? Math.max(pinned.at - 1, 0) : last }),
      Home: () => ({ side, at: 0 }),
      End: () => ({ side, at: last }),
      ArrowLeft: () => columns.nearest("query", columns[side].ys[pinned?.at ?? 0]),
      ArrowRight: () => columns.nearest("key", columns[side].ys[pinned?.at ?? 0]),
      Escape: () => null,
    };
    if (!(event.key in moves) || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.pin(moves[event.key]());
    if (!this.pinned) return;
    const x = this.pinned.side === "query" ? columns.left : columns.right - this.stripWidth;
    const y = columns[this.pinned.side].ys[this.pinned.at];
    this.stage.hint(this.told(this.pinned), x, y, this.pinned.side === "query");
  }
}

/** The next number with two digits. */
function roundedUp(value) {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit - 1e-9) * unit;
}

/** A data attribute that is there only with a value. */
function mark(place, name, value) {
  if (value) place.dataset[name] = value;
  else delete place.dataset[name];
}

export default function (component) {
  HeadView.of(component.parentElement).take(component);
}
