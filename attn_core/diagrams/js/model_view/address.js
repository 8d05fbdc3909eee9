// The way from a head to its head view.

/** @import { Head } from "./types.d.ts" */

/** The head view's address, with what else the present one says. @param {string} present @param {Head} head */
export function headAddress(present, { layer, head }) {
  const address = new URL(present);
  address.pathname = address.pathname.replace(/[^/]*\/?$/, "head_view");
  address.searchParams.set("layer", String(layer));
  address.searchParams.set("heads", String(head));
  return address;
}

/**
 * Streamlit goes there as it goes Back and Forward, which makes one step in the browser's history; a page changed by
 * the server makes three, two of them without the prompt.
 * @param {Head} head
 */
export function open(head) {
  window.history.pushState({}, "", headAddress(window.location.href, head));
  window.dispatchEvent(new PopStateEvent("popstate"));
}
