/** What diagrams/neuron_view.py sends, and what the pictures are drawn from. */

import type { Measure, Shaped, Theme } from "../shared/types.d.ts";
import type { AttentionHead } from "./head.js";
import type { Strips } from "./strips.js";

/** All tokens of one side; labels and marks by position. */
export interface Tokens {
  labels: string[];
  special: number[]; // 1 for <bos> and the like
  shown: number[]; // positions that have a row
}

/** A step from q and k to the weight. */
export type StepName = "key" | "product" | "dot" | "scaled" | "capped" | "biased" | "weight";
export interface Column {
  name: StepName;
  title: string;
  help: string;
}

export interface NeuronViewData {
  theme: Theme;
  place: string; // L3H1
  chosen: { query: number; expanded: boolean };
  answers: number; // the number of the last choice that the server knows of
  queryTokens: Tokens;
  keyTokens: Tokens;
  query: Shaped; // float32 [query_pos, d_head], as are the key's [key_pos, d_head]
  key: Shaped;
  mask: Shaped; // uint8 [query_pos, key_pos], 1 where a query may look
  bias: Shaped | null; // float32 [query_pos, key_pos]
  scale: number;
  softcap: number | null;
  full: { query: number; key: number }; // the number with full colour
  columns: Column[];
}

/** What each step makes of every key of one query. */
export interface Steps {
  dot: Float64Array;
  scaled: Float64Array;
  capped: Float64Array | null;
  biased: Float64Array | null;
  weight: Float64Array; // 0 to 1; 0 where masked
}

/** What a point of the sheet is, as far as there is something. */
export interface Hit {
  column?: StepName;
  key?: number;
  dimension?: number;
}

/** Everything that a picture of the neuron view is drawn from. */
export interface Drawing {
  data: NeuronViewData;
  head: AttentionHead;
  strips: Strips;
  query: number; // the chosen positions
  key: number;
  pointed: Hit | null; // of the sheet
  width: number; // of the place, CSS pixels
  font: string;
  measure: Measure;
}

export type StripName = "query" | "key" | "product";
