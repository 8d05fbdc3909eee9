/** What diagrams/head_view.py sends, and what the picture is made of. */

import type { Badges, Packed, Theme } from "../shared/types.d.ts";

export type Side = "query" | "key";

/** One column of tokens. */
export interface Tokens {
  labels: string[];
  special: number[]; // 1 for <bos> and the like
  segment: number[]; // 0 in text A, 1 in text B
  position: number[];
  twice: number[]; // 1 where a label needs its position to be told apart
}

export interface Start {
  heads: number[];
  threshold: number; // percent
  mean: boolean;
  asked: number; // a new number tells the browser to take this choice for its own
}

export interface HeadViewData {
  layer: number;
  weights: Packed; // [head, query_pos, key_pos]
  query: Tokens;
  key: Tokens;
  pair: boolean;
  dimmed: boolean; // whether special tokens are in grey
  thresholds: number[]; // percent
  badges: Badges;
  start: Start;
  theme: Theme;
}

/** What is drawn. */
export interface Choice {
  heads: number[]; // ascending
  threshold: number; // percent: a line under it is not drawn
  mean: boolean; // of these heads, in place of each
}

/** Weights [query_pos, key_pos] of one head, or of the mean of some. */
export interface Series {
  name: string;
  color: string;
  weights: Float32Array;
}

/** A line of one series. */
export interface Link {
  of: number; // which series
  query: number;
  key: number;
  weight: number;
  dim: boolean; // whether one end is a mark that is dimmed
}

/** A token of one side. */
export interface Spot {
  side: Side;
  at: number; // which row, not which position
}
