// HTML elements, and what is shown of a state in their attributes.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * A data attribute that is there only with a value.
 * @param {HTMLElement} place
 * @param {string} name
 * @param {string | null | undefined} value
 */
export function mark(place, name, value) {
  if (value) place.dataset[name] = value;
  else delete place.dataset[name];
}

/**
 * Where an event is in an element, in CSS pixels.
 * @param {MouseEvent} event
 * @param {HTMLElement} place
 * @returns {[number, number]}
 */
export function placeOf(event, place) {
  const box = place.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
