// One head's lines, and behind each of them the query and the key multiplied out.

import { NeuronView } from "./view.js";

/** @import { Component } from "../shared/types.d.ts" */
/** @import { NeuronViewData } from "./types.d.ts" */

/** Returns what Streamlit calls when the picture goes. @param {Component<NeuronViewData>} component */
export default function mount(component) {
  const view = NeuronView.of(component.parentElement);
  view.take(component);
  return () => view.forget();
}
