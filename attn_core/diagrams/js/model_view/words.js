// A head in words: its name, its labels and its figures.

import { labelsOf } from "../shared/badges.js";
import { finePercent, fixed } from "../shared/numbers.js";

/** @import { Figure, Head, ModelViewData } from "./types.d.ts" */

/** @param {Head} head */
export function nameOf({ layer, head }) {
  return `L${layer}H${head}`;
}

/** The tooltip of a head, a figure a line. @param {ModelViewData} data @param {Head} head */
export function told({ badges, figures }, head) {
  const labels = labelsOf(badges, head.layer, head.head).map(({ said }) => said);
  const general = labels.length ? [`in general: ${labels.join(", ")}`] : [];
  return [nameOf(head), ...general, ...figures.map((figure) => figureLine(figure, head))].join("\n");
}

/** @param {Figure} figure @param {Head} head */
function figureLine({ name, unit, values }, { layer, head }) {
  const value = values[layer][head];
  if (value === null) return `${name}: –`;
  return `${name}: ${unit === "share" ? finePercent(value) : `${fixed(value, 1)} ${unit}`}`;
}
