import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { keyed, page, pointed } from "../fakes.js";
import { linesOf, open, place, send, SENT, show, spoken, stage, words } from "./on_page.js";

const A = pointed(20, 59);
const B = pointed(590, 129);

beforeEach(open);

test("what is sent is drawn: a line for each weight that can be seen, and its words", async () => {
  await show();
  assert.deepEqual([place().dataset.lines, linesOf(0)], ["50", 50]);
  assert.deepEqual([place().attributes["aria-label"], stage().name], ["a reading", "head-view-layer-0"]);
  assert.equal(place().role, "application");
  assert.deepEqual([words(), spoken()], ["", ""]);
  assert.deepEqual(stage().saves.children.map(({ textContent }) => textContent), ["", "PNG", "SVG"]);
});

test("pointing brings out one token's lines and tells them", async () => {
  await show();
  place().onpointermove(A);
  assert.equal(place().dataset.focus, "query 1");
  assert.match(stage().tip.textContent, /^‘a’ looks at \(mean of 2 heads\)\n/);
  assert.deepEqual([linesOf(1), place().style.cursor, stage().tip.style.top], [10, "pointer", "79px"]);
  place().onpointermove(B);
  assert.deepEqual([place().dataset.focus, stage().tip.style.top], ["key 3", "91px"]);
  place().onpointermove(pointed(300, 59));
  assert.deepEqual(
    [place().dataset.focus, place().style.cursor, stage().tip.style.visibility],
    [undefined, "", "hidden"],
  );
  place().onpointermove(A);
  place().onpointerleave();
  assert.deepEqual([place().dataset.focus, place().dataset.pinned], [undefined, undefined]);
});

test("the strip belongs to a token only while it is shown", async () => {
  await show();
  const edge = 600 - 12 - 168 - 10; // left of where the lines end
  place().onpointermove(pointed(edge, 129));
  assert.equal(place().dataset.focus, undefined);
  place().onpointermove(A);
  place().onpointermove(pointed(edge, 129));
  assert.equal(place().dataset.focus, "key 3");
});

test("a click keeps a token; pointing then tells pairs; a second click lets it go", async () => {
  await show();
  place().onclick(pointed(300, 59));
  assert.equal(place().dataset.pinned, undefined);
  place().onclick(A);
  assert.deepEqual([place().dataset.pinned, place().dataset.focus], ["query 1", "query 1"]);
  assert.match(spoken(), /^‘a’ looks at \(mean of 2 heads\), ‘\[SEP\]’ at position 4 {2}\d+ %, /);
  assert.equal(stage().tip.style.visibility, "hidden"); // the token itself is told beside the picture
  place().onpointermove(B);
  assert.match(stage().tip.textContent, /^‘a’ → ‘b’\nL0H0 {2}23 %\nL0H1 {2}21 %\nmean of 2 heads {2}22 %$/);
  place().onpointerleave();
  assert.deepEqual([place().dataset.focus, stage().tip.style.visibility], ["query 1", "hidden"]);
  place().onclick(B);
  assert.equal(place().dataset.pinned, "key 3");
  place().onclick(B);
  assert.deepEqual([place().dataset.pinned, spoken()], [undefined, ""]);
});

test("keys move the kept token, but not those of the browser", async () => {
  await show();
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
    const event = keyed("ArrowDown", more);
    place().onkeydown(event);
    assert.deepEqual([place().dataset.pinned, event.prevented], [undefined, false]);
  }
  const down = keyed("ArrowDown");
  place().onkeydown(down);
  assert.deepEqual([place().dataset.pinned, down.prevented], ["query 0", true]);
  assert.deepEqual(
    [stage().tip.textContent.split("\n")[0], stage().tip.style.top],
    ["‘[CLS]’ looks at (mean of 2 heads)", "57px"],
  );
  place().onkeydown(keyed("ArrowRight"));
  assert.deepEqual([place().dataset.pinned, stage().tip.style.top], ["key 0", "57px"]);
  const other = keyed("x");
  place().onkeydown(other);
  assert.deepEqual([place().dataset.pinned, other.prevented], ["key 0", false]);
  place().onkeydown(keyed("Escape"));
  assert.deepEqual([place().dataset.pinned, stage().tip.style.visibility], [undefined, "hidden"]);
});

test("a kept token stays for another layer of the same tokens, not for others", async () => {
  await show();
  place().onclick(A);
  await show({ ...SENT, layer: 1 });
  assert.deepEqual([place().dataset.pinned, linesOf(1)], ["query 1", 10]);
  await show({ ...SENT, key: { ...SENT.key, labels: ["v", "w", "x", "y", "z"] } });
  assert.equal(place().dataset.pinned, undefined);
});

test("of two that come together the later is drawn", async () => {
  send({ ...SENT, reading: "first" });
  await show({ ...SENT, reading: "second" });
  assert.deepEqual([place().attributes["aria-label"], place().dataset.drawn], ["second", "1"]);
});

test("a narrower page draws anew, and what is saved has the kept token and a legend", async () => {
  await show();
  place().onclick(A);
  stage().root.clientWidth = 480;
  page.resized[0]();
  assert.deepEqual([place().children[0].style.width, place().dataset.pinned], ["480px", "query 1"]);
  stage().saves.children[2].onclick();
  const written = await page.saved[0].blob.text();
  assert.match(written, /Layer 0/);
  assert.equal(written.match(/<line /g).length, 10);
});
