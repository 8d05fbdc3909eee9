// The chosen key's score as a sum on paper, the dimensions that make most of it first.

import { finePercent, signed } from "../shared/numbers.js";
import { largest } from "./head.js";

/** @import { Drawing } from "./types.d.ts" */

/**
 * `how` it comes about, the `result`; `value` where a bar shows it, `total` under a rule, `final` the last.
 * @typedef {{name: string, how: string, result: string, value?: number, total?: boolean, final?: boolean}} SumLine
 */

const NAMED = 6; // dimensions that have a line of their own
const STEPS = /** @type {const} */ (["scaled", "capped", "biased"]);

/** @param {Pick<Drawing, "data" | "head" | "query" | "key">} drawing @returns {SumLine[]} */
export function sumLines(drawing) {
  const { head, query, key, data } = drawing;
  const steps = head.steps(query);
  const lines = productLines(drawing);
  lines.push({ name: "q · k", how: "", result: signed(steps.dot[key]), total: true });
  for (const { name, title } of data.columns) {
    const step = STEPS.find((each) => each === name);
    if (step) lines.push({ name: title, how: "", result: signed(steps[step]?.[key] ?? 0) });
  }
  const seen = head.seen(query, key);
  const among = data.keyTokens.labels.filter((_, other) => head.seen(query, other)).length;
  const name = seen ? `softmax over ${among} key${among > 1 ? "s" : ""}` : "masked: no weight";
  lines.push({ name, how: "", result: seen ? finePercent(steps.weight[key]) : "–", final: true });
  return lines;
}

/**
 * The largest products, a line each, and all others in one.
 * @param {Pick<Drawing, "head" | "query" | "key">} drawing
 * @returns {SumLine[]}
 */
function productLines({ head, query, key }) {
  const products = head.products(query, key);
  const named = largest(products, NAMED);
  const [q, k] = [head.vector("query", query), head.vector("key", key)];
  /** @type {SumLine[]} */
  const lines = named.map((dimension) => ({
    name: `dimension ${dimension}`,
    how: `${signed(q[dimension])} × ${signed(k[dimension])}`,
    value: products[dimension],
    result: signed(products[dimension]),
  }));
  const rest = head.size - named.length;
  const others = head.steps(query).dot[key] - named.reduce((sum, dimension) => sum + products[dimension], 0);
  if (rest > 0) lines.push({ name: `the other ${rest}`, how: "", value: others, result: signed(others) });
  return lines;
}
