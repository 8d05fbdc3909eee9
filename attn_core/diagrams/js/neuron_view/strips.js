// The strips of one head, each made when it is first in sight.

import { strip } from "./strip.js";

/** @import { AttentionHead } from "./head.js" */
/** @import { Bitmap } from "../shared/types.d.ts" */
/** @import { NeuronViewData, StripName } from "./types.d.ts" */

export class Strips {
  /** @param {AttentionHead} head @param {NeuronViewData} data */
  constructor(head, data) {
    this.head = head;
    this.data = data;
    /** @type {Map<string, Bitmap>} */
    this.made = new Map();
    /** @type {Map<number, number>} */
    this.fullest = new Map();
  }

  /**
   * The number with full colour: a head's own for queries and for keys, for products the query's largest.
   * @param {StripName} name
   * @param {number} query
   */
  full(name, query) {
    if (name !== "product") return this.data.full[name];
    const known = this.fullest.get(query) ?? this.largestProduct(query);
    this.fullest.set(query, known);
    return known;
  }

  /** Of the keys that are shown and may be looked at. @param {number} query */
  largestProduct(query) {
    const seen = this.data.keyTokens.shown.filter((key) => this.head.seen(query, key));
    return Math.max(...seen.map((key) => Math.max(...this.head.products(query, key).map(Math.abs))), 1e-6);
  }

  /**
   * The bitmap of a query, of a key, or of the product of both.
   * @param {StripName} name
   * @param {number} query
   * @param {number} key
   * @param {number} cells a row
   */
  bitmap(name, query, key, cells) {
    const id = [name, name === "key" ? "" : query, name === "query" ? "" : key, cells].join(" ");
    const known = this.made.get(id);
    if (known) return known;
    const made = strip(this.numbers(name, query, key), cells, this.full(name, query), this.data.theme);
    this.made.set(id, made);
    return made;
  }

  /** @param {StripName} name @param {number} query @param {number} key */
  numbers(name, query, key) {
    if (name === "product") return this.head.products(query, key);
    return this.head.vector(name, name === "key" ? key : query);
  }
}
