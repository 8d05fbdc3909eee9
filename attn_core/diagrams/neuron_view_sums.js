// The arithmetic of the neuron view, in the browser: from the head's queries and keys to each weight, step by step.

/** Float32 numbers packed without loss by neuron_view.py: their first bytes, then their second ones … */
async function exactly({ deflated }) {
  const planes = new Uint8Array(await inflated(deflated));
  const count = planes.length / 4;
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0; plane < 4; plane++) {
    for (let i = 0; i < count; i++) bytes[4 * i + plane] = planes[plane * count + i];
  }
  return new Float32Array(bytes.buffer);
}

/** One head of one layer: its numbers, and the steps of each query worked out when they are first asked for. */
class Head {
  static async from(data) {
    const head = new Head();
    const [, size] = data.query.shape;
    const [query, key] = await Promise.all([exactly(data.query), exactly(data.key)]);
    const mask = new Uint8Array(await inflated(data.mask.deflated));
    const bias = data.bias && (await exactly(data.bias));
    const { scale, softcap } = data;
    return Object.assign(head, { query, key, mask, bias, scale, softcap, size, known: new Map() });
  }

  get nKeys() {
    return this.key.length / this.size;
  }

  /** q × k of one query and one key, one number a dimension. */
  products(query, key) {
    const [q, k] = [query * this.size, key * this.size];
    return Float64Array.from({ length: this.size }, (_, i) => this.query[q + i] * this.key[k + i]);
  }

  /** A "query" or a "key", one number a dimension. */
  vector(name, position) {
    return this[name].subarray(position * this.size, (position + 1) * this.size);
  }

  seen(query, key) {
    return this.mask[query * this.nKeys + key] === 1;
  }

  /** What each step makes of every key: {dot, scaled, capped, biased, weight}, of which a model may lack some. */
  steps(query) {
    if (!this.known.has(query)) this.known.set(query, this.workedOut(query));
    return this.known.get(query);
  }

  workedOut(query) {
    const { nKeys, size, scale, softcap, bias } = this;
    const found = { dot: new Float64Array(nKeys) };
    for (let key = 0; key < nKeys; key++) {
      for (let i = 0; i < size; i++) found.dot[key] += this.query[query * size + i] * this.key[key * size + i];
    }
    let score = (found.scaled = found.dot.map((dot) => dot * scale));
    if (softcap !== null) score = found.capped = score.map((value) => softcap * Math.tanh(value / softcap));
    if (bias !== null) score = found.biased = score.map((value, key) => value + bias[query * nKeys + key]);
    found.weight = this.softmax(query, score);
    return found;
  }

  softmax(query, score) {
    let [most, sum] = [-Infinity, 0];
    score.forEach((value, key) => {
      if (this.seen(query, key)) most = Math.max(most, value);
    });
    const powers = score.map((value, key) => (this.seen(query, key) ? Math.exp(value - most) : 0));
    for (const power of powers) sum += power;
    return powers.map((power) => power / sum);
  }

  /** Of some keys the one with the largest weight. */
  heaviest(query, keys) {
    const { weight } = this.steps(query);
    return keys.reduce((best, key) => (weight[key] > weight[best] ? key : best), keys[0]);
  }
}

/** “+1.90”, “−0.31”: with its sign, and as many decimals as fit beside large numbers. */
function signed(value) {
  const decimals = Math.abs(value) < 99.995 ? 2 : Math.abs(value) < 9999.5 ? 1 : 0;
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(decimals)}`;
}

/** The dimensions whose products are largest, the largest first, whatever their sign. */
function largest(products, howMany) {
  const ranked = Array.from(products.keys()).sort((a, b) => Math.abs(products[b]) - Math.abs(products[a]) || a - b);
  return ranked.slice(0, howMany);
}
