import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { page, until } from "../fakes.js";
import { tokens } from "./hand_made.js";
import { expanded, frame, open, place, press, send, SENT, show, shown, spoken, stage, told, view } from "./on_page.js";

beforeEach(open);

test("an answer to an earlier choice does not take back a later one", async (t) => {
  await show();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  press("ArrowUp"); // query 1, told as number 5
  t.mock.timers.tick(400);
  t.mock.timers.reset();
  await show(); // the answer to number 4, query 2
  assert.deepEqual(shown(), [1, 0, false]);
  await show({ ...SENT, answers: 5, chosen: { query: 0, expanded: false } });
  assert.deepEqual(shown(), [0, 0, false]);
});

test("a choice that is not told yet stays, unless the tokens are others", async () => {
  await show();
  press("ArrowUp");
  await show({ ...SENT, answers: 9 });
  assert.deepEqual(shown(), [1, 0, false]);
  const keyTokens = { ...SENT.keyTokens, labels: ["x", "y", "z"] };
  await show({ ...SENT, answers: 9, keyTokens });
  assert.deepEqual(shown(), [2, 1, false]);
  assert.match(spoken(), /key ‘y’/);
});

test("the number of the server's last answer is where the next choice counts on", async (t) => {
  await show({ ...SENT, answers: 7 });
  await show({ ...SENT, answers: 6 });
  t.mock.timers.enable({ apis: ["setTimeout"] });
  press("Enter");
  t.mock.timers.tick(400);
  assert.deepEqual(told, [["view", { query: 2, expanded: true, number: 8 }]]);
  press("Enter");
  t.mock.timers.tick(400);
  assert.equal(told[1][1].number, 9);
});

test("what Streamlit closes tells nothing more", async (t) => {
  const close = await show();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  press("Enter");
  close();
  t.mock.timers.tick(1000);
  assert.deepEqual(told, []);
});

test("another head of the same tokens keeps the query and chooses its heaviest key", async () => {
  await show();
  press("ArrowUp");
  press("ArrowDown");
  await show({ ...SENT, scale: -0.5, place: "L0H0" });
  assert.deepEqual([...shown(), place().dataset.place], [2, 2, false, "L0H0"]);
});

test("the same head sent again keeps the chosen key and what was made for it", async () => {
  await show(expanded());
  press("ArrowRight");
  const { head, strips } = view().content;
  await show(expanded({ reading: "another" }));
  assert.deepEqual(shown(), [2, 2, true]);
  assert.deepEqual([view().content.head === head, view().content.strips === strips], [true, true]);
  const keyTokens = tokens(["x", "y", "z"]);
  await show(expanded({ keyTokens }));
  assert.deepEqual([view().content.head === head, view().content.strips === strips], [true, false]);
  await show({ ...SENT, keyTokens, theme: { ...SENT.theme, ink: "#000000" } });
  assert.notEqual(view().content.head, head);
});

test("of two that come together the later is drawn", async () => {
  send({ ...SENT, place: "L0H0" });
  await show();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([place().dataset.place, place().dataset.drawn], ["L0H1", "1"]);
});

test("what comes while the page has no width is drawn when it has one", async () => {
  stage().root.clientWidth = 0;
  send();
  await until(() => view().content);
  assert.equal(place().dataset.drawn, undefined);
  stage().root.clientWidth = 600;
  page.resized[0]();
  assert.deepEqual(shown(), [2, 1, false]);
});

test("a tall sheet leaves room for its bar, and scrolls to the chosen key once", async () => {
  const labels = Array.from({ length: 3 }, (_, at) => `t${at}`);
  const shownTwice = {
    ...tokens(labels),
    shown: Array.from({ length: 40 }, (_, at) => (at === 39 ? 1 : at % 2 ? 2 : 0)),
  };
  await show(expanded({ keyTokens: shownTwice }));
  const start = 39 * 26;
  assert.equal(frame().scrollTop, start - (400 - 82 - 26) / 2);
  assert.equal(frame().style.height, `${560 + 16}px`);
  frame().scrollTop = 7;
  page.resized[0]();
  stage().root.clientWidth = 590;
  page.resized[0]();
  assert.equal(frame().scrollTop, 7);
  frame().onscroll();
  const { values } = frame().children[0].children[0].context.named("setTransform").at(-1);
  assert.deepEqual(values, [2, 0, 0, 2, 0, 0]);
  press("Enter");
  press("Enter");
  assert.equal(frame().scrollTop, start - (400 - 82 - 26) / 2);
});
