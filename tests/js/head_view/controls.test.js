import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keyed } from "../fakes.js";
import { casesOf } from "../scenes.js";
import { controls, linesOf, open, SENT, show, stage, told, words } from "./on_page.js";

beforeEach(open);

test("there is a tile for each head, the mean and the threshold", async () => {
  await show();
  const { row, tiles, labels, shown, slider, mean } = controls();
  assert.deepEqual(tiles.map(({ ariaPressed, textContent, ariaLabel }) => [ariaPressed, textContent, ariaLabel]), [
    ["true", "0", "Head 0"], ["true", "1", "Head 1"],
  ]);
  assert.deepEqual([tiles[1].style["--head"], tiles[1].style["--on-head"]], ["#D7BE22", "#000000"]);
  assert.match(tiles[1].title, /^Head L0H1\. /);
  assert.deepEqual(
    [shown.textContent, slider.ariaValueText, slider.max, slider.value, mean.checked],
    ["0 %", "0 %", "9", "0", false],
  );
  assert.equal(stage().tiles.className, "choices");
  assert.deepEqual([row.tag, row.className, row.role, row.ariaLabel], ["div", "heads", "group", "Heads"]);
  assert.deepEqual(
    [mean.tag, mean.type, slider.tag, slider.type, slider.min, slider.step],
    ["input", "checkbox", "input", "range", 0, 1],
  );
  assert.deepEqual(labels.map(({ tag, textContent }) => [tag, textContent]), [
    ["label", "Mean of these heads"], ["label", "Hide lines under0 %"],
  ]);
  const [number, badge] = tiles[0].children;
  assert.deepEqual(
    [tiles[0].tag, tiles[0].type, number, badge.tag, badge.className, shown.tag],
    ["button", "button", "0", "span", "badge", "output"],
  );
});

test("a tile has its head's badges", async () => {
  const kinds = [{ symbol: "↓", badge: "sink", name: "<bos> sink" }];
  await show({ ...SENT, badges: { kinds, heads: [[[], [[0, "91 %"]]]] } });
  assert.deepEqual(controls().tiles.map(({ textContent }) => textContent), ["0", "1↓"]);
});

test("what is chosen at first is taken over, and again where the server asks for it", async () => {
  const chosen = { ...casesOf("head_view_chosen"), name: "n", reading: "r" };
  await show(chosen);
  const { tiles, slider, mean, shown } = controls();
  assert.deepEqual(tiles.map(({ ariaPressed }) => ariaPressed), ["false", "true"]);
  assert.deepEqual([slider.value, shown.textContent, mean.checked], ["5", "2 %", true]);
  tiles[0].onclick();
  await show({ ...chosen, reading: "s" });
  assert.equal(tiles[0].ariaPressed, "true"); // the visitor's choice stays
  await show({ ...chosen, start: { ...chosen.start, heads: [0], threshold: 3, asked: 4 } });
  assert.deepEqual(tiles.map(({ ariaPressed }) => ariaPressed), ["true", "false"]);
  assert.equal(slider.value, "0"); // no step of the slider
});

test("tiles choose heads, and the server is told once after a rest", async (t) => {
  await show();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { tiles, slider, mean, shown } = controls();
  tiles[1].onclick();
  assert.deepEqual([linesOf(0), tiles[1].ariaPressed], [25, "false"]);
  t.mock.timers.tick(499);
  slider.value = "7";
  slider.oninput();
  assert.equal(shown.textContent, "10 %");
  assert.match(words(), /^Lines under 10 % hidden: \d+ % of the attention\.$/);
  t.mock.timers.tick(499);
  assert.deepEqual(told, []);
  mean.checked = true;
  mean.onchange();
  t.mock.timers.tick(500);
  assert.deepEqual(told, [["choice", { heads: [0], threshold: 10, mean: true }]]);
});

test("a double click or Shift and Enter shows one head alone, then all", async () => {
  await show();
  const { tiles } = controls();
  const on = () => tiles.map(({ ariaPressed }) => ariaPressed);
  tiles[1].ondblclick();
  assert.deepEqual(on(), ["false", "true"]);
  for (const event of [keyed("Enter"), keyed("a", { shiftKey: true })]) {
    tiles[1].onkeydown(event);
    assert.deepEqual([on(), event.prevented], [["false", "true"], false]);
  }
  const event = keyed("Enter", { shiftKey: true });
  tiles[1].onkeydown(event);
  assert.deepEqual([on(), event.prevented], [["true", "true"], true]);
});
