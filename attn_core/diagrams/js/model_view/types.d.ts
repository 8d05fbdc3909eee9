/** What diagrams/model_view.py sends. */

import type { Badges, Theme } from "../shared/types.d.ts";

/** One head of one layer. */
export interface Head {
  layer: number;
  head: number;
}

export interface Figure {
  name: string;
  unit: string; // "share" of 0 to 1, or what follows the number
  values: (number | null)[][]; // [layer][head]; null where there is none
}

export interface ModelViewData {
  layers: number;
  heads: number;
  lines: boolean; // or a map
  shape: [rows: number, columns: number]; // of each picture: rows look, columns are looked at
  levels: string; // uint8 [layer, head, row, column], deflated in base64
  queryMarks: number[]; // 1 for a row that is drawn in grey
  keyMarks: number[]; // 1 for a column that is
  figures: Figure[];
  badges: Badges;
  theme: Theme;
}

/** A rectangle, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
