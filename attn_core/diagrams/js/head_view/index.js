// One layer as two columns of tokens: those at the left look (queries), those at the right are looked at (keys).

import { HeadView } from "./view.js";

/** @import { Component } from "../shared/types.d.ts" */
/** @import { HeadViewData } from "./types.d.ts" */

/** @param {Component<HeadViewData>} component */
export default function mount(component) {
  HeadView.of(component.parentElement).take(component);
}
