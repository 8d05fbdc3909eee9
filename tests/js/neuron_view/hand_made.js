// Heads written by hand: two dimensions, three tokens, of which each sees itself and earlier ones.

import { AttentionHead } from "../../../attn_core/diagrams/js/neuron_view/head.js";
import { Strips } from "../../../attn_core/diagrams/js/neuron_view/strips.js";
import { measure, THEME } from "../fakes.js";

export const QUERY = [[1, 0], [0, 2], [3, -1]];
export const KEY = [[1, 1], [2, 0], [0, 4]];
const CAUSAL = [[1, 0, 0], [1, 1, 0], [1, 1, 1]];
// q·k of the last query: 3·1 − 1·1 = 2, 3·2 − 0 = 6, 0 − 1·4 = −4.

export const COLUMNS = [
  ["key", "k"], ["product", "q × k"], ["dot", "q · k"], ["scaled", "÷ √4"], ["capped", "capped"],
  ["biased", "+ position"], ["weight", "softmax"],
].map(([name, title]) => ({ name, title, help: `about ${name}` }));

export function headOf({ query = QUERY, key = KEY, mask = CAUSAL, bias = null, scale = 0.5, softcap = null } = {}) {
  const flat = (rows) => Float32Array.from(rows.flat());
  const arrays = { query: flat(query), key: flat(key), mask: Uint8Array.from(mask.flat()), bias: bias && flat(bias) };
  return new AttentionHead(arrays, query[0].length, scale, softcap);
}

export function tokens(labels, more = {}) {
  return { labels, special: labels.map((label) => Number(label === "<bos>")), shown: [...labels.keys()], ...more };
}

/** The columns of a head that has only some steps. */
export function columnsOf(...names) {
  return COLUMNS.filter(({ name }) => ["key", "product", "dot", "weight", ...names].includes(name));
}

export function dataOf(more = {}) {
  const labels = ["<bos>", "hungry", "so"];
  return {
    theme: THEME,
    queryTokens: tokens(labels),
    keyTokens: tokens(labels),
    full: { query: 3, key: 12.5 },
    columns: columnsOf("scaled"),
    ...more,
  };
}

/** What a picture is drawn from: the last token looks, the second is chosen among the keys. */
export function drawn({ head = headOf(), data = dataOf(), width = 760, query = 2, key = 1, pointed = null } = {}) {
  return { data, head, strips: new Strips(head, data), query, key, pointed, width, font: "Sans", measure };
}

/** Many tokens whose weights are all alike, or as `weightOf` says: then their logarithms are the scores. */
export function many(count, size = 1, weightOf = () => 1) {
  const labels = Array.from({ length: count }, (_, at) => `t${at}`);
  const every = (value) => labels.map((_, at) => Array.from({ length: size }, (__, i) => value(at, i)));
  const head = headOf({
    query: every(() => 1),
    key: every((at, i) => (i ? 0 : Math.log(weightOf(at)))),
    mask: labels.map(() => labels.map(() => 1)),
    scale: 1,
  });
  return { head, data: dataOf({ queryTokens: tokens(labels), keyTokens: tokens(labels) }) };
}
