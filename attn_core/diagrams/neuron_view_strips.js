// Vectors as strips of coloured cells: blue above zero, orange below, the further from zero the denser.

/** Numbers as a bitmap of `columns` cells a row: the further from zero the denser; `full` has the full colour. */
function strip(numbers, columns, full, theme) {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = Math.ceil(numbers.length / columns);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(canvas.width, canvas.height);
  const [above, below] = [theme.attention, theme.negative].map((colour) => parseInt(colour.slice(1), 16));
  numbers.forEach((value, i) => {
    const colour = value < 0 ? below : above;
    const dense = full > 0 ? Math.min(1, Math.abs(value) / full) : 0;
    pixels.data.set([colour >> 16, (colour >> 8) & 255, colour & 255, Math.round(255 * dense)], 4 * i);
  });
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** The strips of one head, each made when it is first in sight. */
class Strips {
  constructor(head, data) {
    Object.assign(this, { head, data, made: new Map(), fullest: new Map() });
  }

  /** The number with full colour: a head's own for queries and for keys, for products the query's largest. */
  full(name, query) {
    if (name !== "product") return this.data.full[name];
    if (!this.fullest.has(query)) {
      const seen = this.data.keyTokens.shown.filter((key) => this.head.seen(query, key));
      const most = seen.map((key) => Math.max(...this.head.products(query, key).map(Math.abs)));
      this.fullest.set(query, Math.max(...most, 1e-6));
    }
    return this.fullest.get(query);
  }

  /** The bitmap of a query, of a key, or of the product of both, with so many cells a row. */
  bitmap(name, query, key, cells) {
    const id = [name, name === "key" ? "" : query, name === "query" ? "" : key, cells].join(" ");
    if (!this.made.has(id)) {
      const vector = () => this.head.vector(name, name === "key" ? key : query);
      const numbers = name === "product" ? this.head.products(query, key) : vector();
      this.made.set(id, strip(numbers, cells, this.full(name, query), this.data.theme));
    }
    return this.made.get(id);
  }
}
