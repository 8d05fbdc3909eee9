// Reading a scene: its shapes by kind, and numbers without the last digits of binary fractions.

import { readFileSync } from "node:fs";

/** A number that is equal to another in all that can be seen. */
export const near = (value) => Math.round(value * 1e4) / 1e4;

export const shapesOf = (scene, kind) => scene.shapes.filter((shape) => shape.kind === kind);

/** The texts of a scene, by what they say. */
export const textsOf = (scene) => shapesOf(scene, "text").map(({ text }) => text);

/** The one text that says so. */
export function textOf(scene, said) {
  const found = shapesOf(scene, "text").filter(({ text }) => text === said);
  if (found.length !== 1) throw new Error(`${found.length} texts say ${said}`);
  return found[0];
}

/** Some properties of each shape, rounded. */
export function looksOf(shapes, ...names) {
  const plain = (value) => (typeof value === "number" ? near(value) : value);
  return shapes.map((shape) => names.map((name) => plain(shape[name])));
}

/** A file of cases, which the tests in Python read as well. */
export function casesOf(name) {
  return JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8"));
}
