// The arithmetic of the neuron view, in the browser: from a head's queries and keys to each weight, step by step.

import { exactly, inflated } from "../shared/packing.js";

/** @import { NeuronViewData, Steps } from "./types.d.ts" */
/** @typedef {{query: Float32Array, key: Float32Array, mask: Uint8Array, bias: Float32Array | null}} Arrays */

/** One head of one layer: its numbers, and the steps of each query worked out when they are first asked for. */
export class AttentionHead {
  /** @param {NeuronViewData} data */
  static async from(data) {
    const [query, key, mask, bias] = await Promise.all([
      exactly(data.query),
      exactly(data.key),
      inflated(data.mask.deflated),
      data.bias && exactly(data.bias),
    ]);
    const arrays = { query, key, mask: new Uint8Array(mask), bias };
    return new AttentionHead(arrays, data.query.shape[1], data.scale, data.softcap);
  }

  /**
   * @param {Arrays} arrays query and key [position, size]; mask (1 where a query may look), bias [query_pos, key_pos]
   * @param {number} size dimensions
   * @param {number} scale what each q·k is multiplied with
   * @param {number | null} softcap the bound that scores are bent to
   */
  constructor({ query, key, mask, bias }, size, scale, softcap) {
    this.query = query;
    this.key = key;
    this.mask = mask;
    this.bias = bias;
    this.size = size;
    this.scale = scale;
    this.softcap = softcap;
    this.nKeys = key.length / size;
    /** @type {Map<number, Steps>} */
    this.known = new Map();
  }

  /** q × k, one number a dimension. @param {number} query @param {number} key */
  products(query, key) {
    const [q, k] = [query * this.size, key * this.size];
    return Float64Array.from({ length: this.size }, (_, i) => this.query[q + i] * this.key[k + i]);
  }

  /** A query or a key, one number a dimension. @param {"query" | "key"} name @param {number} position */
  vector(name, position) {
    return this[name].subarray(position * this.size, (position + 1) * this.size);
  }

  /** Whether a query may look at a key. @param {number} query @param {number} key */
  seen(query, key) {
    return this.mask[query * this.nKeys + key] === 1;
  }

  /** @param {number} query */
  steps(query) {
    const known = this.known.get(query) ?? this.workedOut(query);
    this.known.set(query, known);
    return known;
  }

  /** @param {number} query @returns {Steps} */
  workedOut(query) {
    const { nKeys, size, scale, softcap, bias } = this;
    const dot = new Float64Array(nKeys);
    for (let key = 0; key < nKeys; key += 1) {
      for (let i = 0; i < size; i += 1) dot[key] += this.query[query * size + i] * this.key[key * size + i];
    }
    const scaled = dot.map((value) => value * scale);
    const capped = softcap === null ? null : scaled.map((value) => softcap * Math.tanh(value / softcap));
    const bent = capped ?? scaled;
    const biased = bias && bent.map((value, key) => value + bias[query * nKeys + key]);
    return { dot, scaled, capped, biased, weight: this.softmax(query, biased ?? bent) };
  }

  /** Scores as shares of 1; a masked key gets none. @param {number} query @param {Float64Array} score */
  softmax(query, score) {
    const seen = score.filter((_, key) => this.seen(query, key));
    const most = seen.reduce((top, value) => Math.max(top, value), -Infinity);
    const powers = score.map((value, key) => (this.seen(query, key) ? Math.exp(value - most) : 0));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  }

  /** Of some keys the one with the largest weight, the first of equals. @param {number} query @param {number[]} keys */
  heaviest(query, keys) {
    const { weight } = this.steps(query);
    return keys.reduce((best, key) => (weight[key] > weight[best] ? key : best), keys[0]);
  }
}

/**
 * The dimensions whose products are largest, the largest first, whatever their sign.
 * @param {Float64Array} products
 * @param {number} howMany
 */
export function largest(products, howMany) {
  const ranked = [...products.keys()].sort((a, b) => Math.abs(products[b]) - Math.abs(products[a]) || a - b);
  return ranked.slice(0, howMany);
}
