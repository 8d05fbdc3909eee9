// The badge in a corner of a head's picture: what the head does, where it carries a label.

const ROOMY = { width: 72, height: 40 }; // pixels of a picture from which on a badge has words

/**
 * Where the picture has least: a line's ends gather above the lower right corner, and a decoder's map is empty at the
 * upper right. In small pictures the strongest label is there alone, as its symbol.
 */
function drawBadge(scene, box, labels, { lines, theme }) {
  if (!labels.length) return;
  const roomy = box.width >= ROOMY.width && box.height >= ROOMY.height;
  const size = roomy ? 11 : 13;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `600 ${size}px ${scene.font}`;
  const wide = (text) => Math.ceil(pen.measureText(text).width) + (roomy ? 8 : 3);
  const words = labels.map(({ symbol, badge }) => `${symbol} ${badge}`);
  const [first, ...others] = labels.map(({ symbol }) => symbol);
  const texts = roomy ? [words.join("  "), [words[0], ...others].join("  ")] : [first];
  const text = texts.find((each) => wide(each) <= box.width * 0.75) ?? first;
  const [width, height] = [wide(text), size + (roomy ? 4 : -1)];
  const x = box.x + box.width - width;
  const y = lines ? box.y + box.height - height : box.y;
  scene.rect(x, y, width, height, { color: theme.background, opacity: 0.85 });
  scene.text(x + width / 2, y + height / 2, text, { color: theme.ink, size, anchor: "middle", weight: 600 });
}
