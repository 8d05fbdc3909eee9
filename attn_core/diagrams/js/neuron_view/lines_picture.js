// The neuron view collapsed: a line for each weight, those of the chosen query in colour.

import { percent } from "../shared/numbers.js";
import { Scene } from "../shared/scene.js";
import { keyLabels, queryLabels } from "./lines_labels.js";
import { middle } from "./lines_layout.js";

/** @import { LinesLayout } from "./lines_layout.js" */
/** @import { Drawing } from "./types.d.ts" */

const FLOOR = 0.01; // weights under this are no line of another query
export const MOST_LINES = 3000; // of other queries

/**
 * The chosen or pointed-at query's lines in colour; those of the others in grey where nothing is pointed at.
 * @param {Drawing} drawing
 * @param {LinesLayout} layout
 * @param {number | null} pointed query
 */
export function linesPicture(drawing, layout, pointed) {
  const { theme, queryTokens, keyTokens } = drawing.data;
  const scene = new Scene(layout.width, layout.height, theme.background, drawing.font);
  const active = pointed ?? drawing.query;
  scene.text(Math.max(layout.left, 72), 12, "query: looks", { color: theme.faint, size: 12, anchor: "end" });
  scene.text(layout.right, 12, "key: is looked at", { color: theme.faint, size: 12 });
  const floor = pointed === null ? otherLines(scene, drawing, layout) : 0;
  activeLines(scene, drawing, layout, active);
  queryLabels(scene, drawing, layout, active);
  keyLabels(scene, drawing, layout, active);
  if (floor > 0 && queryTokens.shown.length + keyTokens.shown.length > 4) {
    const words = `Grey lines under ${percent(floor)} are left out.`;
    scene.text(22, layout.height - 10, words, { color: theme.faint, size: 12 });
  }
  return scene;
}

/**
 * Returns the weight under which lines were left out.
 * @param {Scene} scene
 * @param {Drawing} drawing
 * @param {LinesLayout} layout
 */
function otherLines(scene, { data, head, query: chosen }, layout) {
  /** @type {{from: number, to: number, weight: number}[]} */
  const lines = [];
  data.queryTokens.shown.forEach((query, from) => {
    if (query === chosen) return;
    const { weight } = head.steps(query);
    data.keyTokens.shown.forEach((key, to) => {
      if (weight[key] >= FLOOR) lines.push({ from, to, weight: weight[key] });
    });
  });
  lines.sort((a, b) => b.weight - a.weight);
  for (const { from, to, weight } of lines.slice(0, MOST_LINES)) {
    const look = { color: data.theme.faint, width: 0.5 + weight, opacity: 0.06 + 0.3 * weight };
    scene.line(layout.left + 8, middle(layout, from), layout.right - 8, middle(layout, to), look);
  }
  return lines.length > MOST_LINES ? lines[MOST_LINES].weight : FLOOR;
}

/** @param {Scene} scene @param {Drawing} drawing @param {LinesLayout} layout @param {number} active query */
function activeLines(scene, { data, head }, layout, active) {
  const { theme, queryTokens, keyTokens } = data;
  const { weight } = head.steps(active);
  const start = middle(layout, queryTokens.shown.indexOf(active));
  keyTokens.shown.forEach((key, row) => {
    if (!head.seen(active, key)) return;
    const color = keyTokens.special[key] ? theme.sink : theme.attention;
    const look = { color, width: 0.75 + 7 * weight[key], opacity: 0.15 + 0.85 * weight[key] ** 0.7 };
    scene.line(layout.left + 8, start, layout.right - 8, middle(layout, row), look);
  });
}
