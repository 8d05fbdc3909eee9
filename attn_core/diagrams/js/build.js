// Bundles the modules: one file a diagram, which diagram.py reads, and the style of all of them.
// `npm run build`, or `node build.js FOLDER` to write elsewhere.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const kinds = ["head_view", "model_view", "neuron_view"];

await build({
  absWorkingDir: here,
  entryPoints: [
    ...kinds.map((kind) => ({ in: `${kind}/index.js`, out: kind })),
    { in: "shared/diagrams.css", out: "diagrams" },
  ],
  outdir: resolve(process.argv[2]),
  bundle: true,
  minify: true,
  lineLimit: 120, // Streamlit takes a text of one line for the path of a file
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
});
