/** What all diagrams are sent, and what they are drawn with. */

/** Colours of one page, "#RRGGBB", as charts/theme.py has them. */
export interface Theme {
  background: string;
  ink: string; // text
  faint: string; // secondary text, rules
  attention: string; // weights on words, and numbers above zero
  negative: string; // numbers below zero
  sink: string; // weights on <bos>, [CLS] and [SEP]
  accent: string; // what is chosen
  heads: string[]; // one a head; the next one after the last begins anew
}

/** Bytes deflated, in base64. */
export interface Deflated {
  deflated: string;
}

/** Weights of 0 to 1 as whole numbers of `steps`, uint16. */
export interface Packed extends Deflated {
  shape: number[];
  steps: number;
}

/** An array whose bytes are deflated: float32 as byte planes, or a mask of uint8. */
export interface Shaped extends Deflated {
  shape: number[];
}

/** Which labels heads carry: `heads` [row][head] has the kind and the score in words of each. */
export interface Badges {
  kinds: BadgeKind[];
  heads: [kind: number, score: string][][][];
}

export interface BadgeKind {
  symbol: string;
  badge: string;
  name: string;
}

/** A label with its name and score in words. */
export interface HeadLabel extends BadgeKind {
  said: string;
}

/** RGBA pixels, 4 bytes each, row by row; drawn without smoothing. */
export interface Bitmap {
  width: number;
  height: number;
  pixels: Uint8ClampedArray;
}

/** The width of a text in CSS pixels. */
export type Measure = (text: string, size: number, weight?: number) => number;

export type Anchor = "start" | "middle" | "end";
export interface Stroke {
  color: string;
  width?: number; // CSS pixels
  opacity?: number; // 0 to 1, as everywhere
}
export interface Fill {
  color: string;
  opacity?: number;
  outline?: string | null;
}
export interface TextLook {
  color: string;
  size?: number; // CSS pixels
  anchor?: Anchor;
  weight?: number;
  opacity?: number;
}

export interface Line extends Required<Stroke> {
  kind: "line";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
export interface Path extends Required<Stroke> {
  kind: "path";
  d: string;
}
export interface Rect extends Required<Fill> {
  kind: "rect";
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Text extends Required<TextLook> {
  kind: "text";
  x: number;
  y: number;
  text: string;
}
export interface Picture {
  kind: "image";
  x: number;
  y: number;
  width: number;
  height: number;
  bitmap: Bitmap;
}
export type Shape = Line | Path | Rect | Text | Picture;

/** What Streamlit mounts a script with. */
export interface Component<Data> {
  parentElement: HTMLElement;
  data: Data & { name: string; reading: string };
  setStateValue: (name: string, value: unknown) => void;
}
