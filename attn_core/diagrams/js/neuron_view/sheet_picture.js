// The sheet: a row for each key with every step from q and k to the weight. Header and key labels stay in sight.

import { Scene } from "../shared/scene.js";
import { sheetHeader } from "./sheet_header.js";
import { QUERY } from "./sheet_layout.js";
import { rowLabel, sheetRow } from "./sheet_row.js";

/** @import { Port, SheetLayout } from "./sheet_layout.js" */
/** @import { Drawing } from "./types.d.ts" */

/** The part of the sheet that a port shows. @param {Drawing} drawing @param {SheetLayout} layout @param {Port} port */
export function sheetPicture(drawing, layout, port) {
  const { theme, queryTokens } = drawing.data;
  const scene = new Scene(port.width, port.height, theme.background, drawing.font);
  const cover = { color: theme.background };
  const rows = rowsIn(drawing, layout, port);
  for (const { key, y } of rows) sheetRow(scene, drawing, layout, key, -port.x, y);
  scene.rect(0, 0, layout.label - 4, port.height, cover);
  for (const { key, y } of rows) rowLabel(scene, drawing, layout, key, y);
  scene.rect(0, 0, port.width, layout.top - 4, cover);
  sheetHeader(scene, drawing, layout, -port.x);
  scene.rect(0, 0, layout.label - 4, layout.top - 4, cover);
  const label = queryTokens.labels[drawing.query];
  scene.text(2, 10, "query", { color: theme.faint, size: 12 });
  scene.text(2, QUERY + (layout.lines * layout.tall) / 2, label, { color: theme.accent, weight: 600 });
  scene.text(2, layout.top - 18, "keys", { color: theme.faint, size: 12 });
  const rule = { color: theme.sink, opacity: 0.7 };
  scene.line(0, layout.top - 4, port.width, layout.top - 4, rule);
  if (port.x > 0) scene.line(layout.label - 4, 0, layout.label - 4, port.height, rule);
  return scene;
}

/**
 * The keys in sight, and where in the port their rows start.
 * @param {Drawing} drawing
 * @param {SheetLayout} layout
 * @param {Port} port
 */
function rowsIn({ data }, layout, port) {
  const { shown } = data.keyTokens;
  const first = Math.max(0, Math.floor(port.y / layout.row));
  const last = Math.min(shown.length, Math.ceil((port.y + port.height - layout.top) / layout.row));
  return shown.slice(first, last).map((key, i) => ({ key, y: layout.top + (first + i) * layout.row - port.y }));
}
