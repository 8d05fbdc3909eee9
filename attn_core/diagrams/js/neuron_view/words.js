// The neuron view in words: tooltips, and the sum in one sentence.

import { finePercent, signed } from "../shared/numbers.js";
import { largest } from "./head.js";

/** @import { Drawing, Hit } from "./types.d.ts" */
/** @typedef {Pick<Drawing, "data" | "head" | "query">} Looking */

/** What the tooltip says of a key of the lines. @param {Looking} drawing @param {number} key */
export function looksAt({ data, head, query }, key) {
  const [who, whom] = [data.queryTokens.labels[query], data.keyTokens.labels[key]];
  if (!head.seen(query, key)) return `‘${whom}’ is masked: ‘${who}’ may not look at it.`;
  return `‘${who}’ looks at ‘${whom}’ with ${finePercent(head.steps(query).weight[key])}.`;
}

/**
 * What the tooltip says of a point of the lines.
 * @param {Looking} drawing
 * @param {{query?: number, key?: number}} hit
 * @param {number} row its height
 */
export function linesTip(drawing, { query, key }, row) {
  if (key !== undefined) return looksAt(drawing, key);
  // Tall rows have their label beside them.
  return row < 13 && query !== undefined ? drawing.data.queryTokens.labels[query] : null;
}

/** What the tooltip says of a point of the sheet. @param {Looking} drawing @param {Hit} hit */
export function sheetTip(drawing, { column, key, dimension }) {
  const { head, query, data } = drawing;
  const whose = `Dimension ${dimension}`;
  if (dimension === undefined) {
    if (key === undefined) return data.columns.find(({ name }) => name === column)?.help ?? null;
    return column === undefined ? `‘${data.keyTokens.labels[key]}’, position ${key}` : looksAt(drawing, key);
  }
  const q = signed(head.vector("query", query)[dimension]);
  if (key === undefined) return `${whose} of ‘${data.queryTokens.labels[query]}’: q ${q}`;
  const k = signed(head.vector("key", key)[dimension]);
  if (column === "key") return `${whose} of ‘${data.keyTokens.labels[key]}’: k ${k}`;
  return `${whose}: q ${q} × k ${k} = ${signed(head.products(query, key)[dimension])}`;
}

/** The sum in one sentence, for whom can't see it. @param {Looking & {key: number}} drawing */
export function sumSentence({ data, head, query, key }) {
  const products = head.products(query, key);
  const parts = largest(products, 3).map((dimension) => `dimension ${dimension} ${signed(products[dimension])}`);
  const steps = head.steps(query);
  const weight = head.seen(query, key) ? `weight ${finePercent(steps.weight[key])}` : "masked";
  const pair = `Query ‘${data.queryTokens.labels[query]}’, key ‘${data.keyTokens.labels[key]}’`;
  return `${pair}: q·k ${signed(steps.dot[key])}, ${weight}. Largest: ${parts.join(", ")}.`;
}
