// The neuron view on the page: what is chosen, pointed at and drawn. The files before this draw lines and sheet.

const TELL_AFTER = 400; // milliseconds of rest after which the address learns what is chosen

class NeuronView {
  static views = new WeakMap();

  static of(parent) {
    if (!NeuronView.views.has(parent)) NeuronView.views.set(parent, new NeuronView(parent));
    return NeuronView.views.get(parent);
  }

  constructor(parent) {
    this.choices = 0;
    this.stage = Stage.of(parent);
    this.stage.onresize = () => this.draw();
    this.controls();
    this.frame = new Frame(() => this.paintFrame());
    this.sum = document.createElement("div");
    this.live = document.createElement("p");
    this.live.className = "unseen";
    this.live.ariaLive = "polite";
    this.stage.stage.after(this.sum, this.live);
    const place = this.stage.stage;
    place.onpointermove = (event) => this.point(event);
    place.onpointerleave = () => this.leave();
    place.onclick = (event) => this.click(event);
    place.onkeydown = (event) => this.press(event);
  }

  controls() {
    const label = document.createElement("label");
    label.textContent = "Query token";
    this.picker = document.createElement("select");
    this.picker.onchange = () => this.choose(Number(this.picker.value));
    label.append(this.picker);
    this.toggle = document.createElement("button");
    this.toggle.className = "toggle";
    this.toggle.onclick = () => this.expand(!this.expanded);
    this.stage.tiles.append(label, this.toggle);
  }

  /**
   * New data from the server. `answers` numbers the last choice that it knows of: while a later one is under way, or
   * has not been told, what the visitor chose here stays, unless the tokens are others.
   */
  async update({ data, setStateValue }) {
    this.tell = (value) => setStateValue("view", value);
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const { query, key, mask, bias, scale, softcap, theme } = data;
    const sent = JSON.stringify([query, key, mask, bias, scale, softcap, theme]);
    const head = sent === this.sent ? this.head : await Head.from(data);
    if (asked !== this.asked) return;
    const tokens = JSON.stringify([data.queryTokens, data.keyTokens]);
    const { query: position, expanded } = data.chosen;
    const current = !this.timer && data.answers >= this.choices;
    const adopt = tokens !== this.tokens || (current && (position !== this.query || expanded !== this.expanded));
    if (tokens !== this.tokens) this.offer(data.queryTokens);
    const same = sent === this.sent && tokens === this.tokens;
    Object.assign(this, { data, head, sent, tokens });
    if (!same) this.strips = new Strips(head, data);
    if (adopt) {
      this.forget();
      Object.assign(this, data.chosen);
    }
    this.choices = Math.max(this.choices, data.answers);
    if (adopt || !same) this.key = this.head.heaviest(this.query, data.keyTokens.shown);
    this.pointed = null;
    this.draw();
  }

  offer({ labels, shown }) {
    const options = shown.map((query) => new Option(`${query} · ${labels[query]}`, query));
    this.picker.replaceChildren(...options);
  }

  get width() {
    return this.stage.width;
  }

  get font() {
    return this.stage.font;
  }

  get queryLabel() {
    return this.data.queryTokens.labels[this.query];
  }

  get keyLabel() {
    return this.data.keyTokens.labels[this.key];
  }

  choose(query) {
    if (query === this.query || query === undefined) return;
    this.query = query;
    this.key = this.head.heaviest(query, this.data.keyTokens.shown);
    this.changed();
  }

  expand(expanded) {
    this.expanded = expanded;
    this.changed();
  }

  changed() {
    this.pointed = null;
    this.draw();
    this.forget();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.choices += 1;
      this.tell({ query: this.query, expanded: this.expanded, number: this.choices });
    }, TELL_AFTER);
  }

  /** Tell nothing of what was chosen last. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  draw() {
    if (!this.head || !this.width) return;
    if (this.expanded) this.drawSheet();
    else this.drawLines();
    this.picker.value = this.query;
    this.toggle.textContent = this.expanded ? "− Back to the lines" : "+ Show the sums";
    const { dataset } = this.stage.stage;
    Object.assign(dataset, { query: this.query, key: this.key, expanded: this.expanded, place: this.data.place });
    const sentence = sumSentence(this);
    this.stage.stage.setAttribute("aria-label", `${this.data.place}. ${sentence}`);
    if (this.live.textContent !== sentence) this.live.textContent = sentence;
  }

  drawLines() {
    this.layout = linesLayout(this);
    this.stage.paper = null;
    this.sum.replaceChildren();
    this.revealed = null;
    this.stage.show(linesScene(this, this.layout, null), this.data.name, this.data.reading);
  }

  drawSheet() {
    const { stage, frame } = this;
    this.layout = sheetLayout(this, this.width - 2);
    if (Frame.scrolls(this.layout.height)) this.layout = sheetLayout(this, this.width - BAR);
    frame.fit(this.layout, this.width);
    Object.assign(stage, { name: this.data.name, reading: this.data.reading, seen: stage.width });
    stage.paper = () => this.wholeSheet();
    stage.stage.replaceChildren(frame.element, stage.tip);
    stage.hint(null);
    stage.stage.dataset.drawn = String(Number(stage.stage.dataset.drawn ?? 0) + 1);
    this.reveal();
    this.paintFrame();
    const sum = new Scene(Math.min(this.width, 640), sumHeight(this), this.data.theme.background, this.font);
    drawSum(sum, this, 0);
    paintOn(this.sum, sum);
  }

  /** Scroll the frame to the chosen key, once for each choice. */
  reveal() {
    const chosen = `${this.query} ${this.key}`;
    if (chosen === this.revealed) return;
    this.revealed = chosen;
    const { row, top } = this.layout;
    this.frame.reveal(this.data.keyTokens.shown.indexOf(this.key) * row, row, top);
  }

  paintFrame() {
    if (this.expanded) paintOn(this.frame.room, sheetScene(this, this.layout, this.frame.port));
  }

  wholeSheet() {
    const { layout } = this;
    const port = { x: 0, y: 0, width: layout.width, height: layout.height + sumHeight(this) };
    const scene = sheetScene(this, layout, port);
    drawSum(scene, this, layout.height);
    return scene;
  }

  at(event) {
    const box = this.stage.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  point(event) {
    const [x, y] = this.at(event);
    if (this.expanded) return this.pointSheet(x, y);
    const hit = linesHit(this, this.layout, x, y);
    this.stage.stage.style.cursor = hit.query === undefined ? "default" : "pointer";
    if (hit.query !== this.pointed) {
      this.pointed = hit.query ?? null;
      this.stage.over(hit.query === undefined ? null : linesScene(this, this.layout, hit.query));
    }
    const looks = hit.key === undefined ? null : looksAt(this, hit.key);
    const thin = this.layout.row < 13 && hit.query !== undefined;
    this.stage.hint(looks ?? (thin ? this.data.queryTokens.labels[hit.query] : null), x, y);
  }

  pointSheet(x, y) {
    const hit = sheetHit(this, this.layout, this.frame.port, x, y);
    this.stage.stage.style.cursor = hit.key === undefined ? "default" : "pointer";
    if (JSON.stringify(hit) !== JSON.stringify(this.pointed)) {
      this.pointed = hit;
      this.paintFrame();
    }
    this.stage.hint(sheetTip(this, hit), x, y);
  }

  leave() {
    this.pointed = null;
    this.stage.hint(null);
    if (!this.head) return;
    if (this.expanded) this.paintFrame();
    else this.stage.over(null);
  }

  click(event) {
    const [x, y] = this.at(event);
    if (!this.expanded) {
      const { query } = linesHit(this, this.layout, x, y);
      if (query === this.query) this.expand(true);
      else this.choose(query);
      return;
    }
    const { key } = sheetHit(this, this.layout, this.frame.port, x, y);
    if (key !== undefined) this.explain(key);
  }

  /** Show one key's sum below the sheet. */
  explain(key) {
    this.key = key;
    this.draw();
  }

  press(event) {
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    if (step === undefined) this.expand(!this.expanded);
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      this.choose(neighbour(this.data.queryTokens.shown, this.query, step));
    } else if (this.expanded) this.explain(neighbour(this.data.keyTokens.shown, this.key, step));
  }
}

function neighbour(positions, position, step) {
  return positions[Math.max(0, Math.min(positions.length - 1, positions.indexOf(position) + step))];
}

export default function (component) {
  const view = NeuronView.of(component.parentElement);
  view.update(component);
  return () => view.forget();
}
