// Numbers as a person says them. The readings are written in Python by the same rules, and both are tested with
// tests/cases/numbers.json.

/**
 * A number with so many decimals, as Python's "z" format writes it: half way the even digit is taken, where toFixed
 * alone makes 13 of 12.5; and a zero has no sign.
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  const written = value.toFixed(decimals);
  // Half way between two numbers are only odd multiples of a power of two.
  const tie = Math.abs((value * 2 ** (decimals + 1)) % 2) === 1;
  const odd = Number(written.at(-1)) % 2 === 1;
  return (tie && odd ? (value * (1 - Number.EPSILON)).toFixed(decimals) : written).replace(/^-(?=[0.]*$)/, "");
}

/** A share of 0 to 1 in whole percent: “43 %”, “<1 %”, “>99 %”. @param {number} share */
export function percent(share) {
  if (share > 0 && share <= 0.005) return "<1 %";
  return share >= 0.995 && share < 0.9995 ? ">99 %" : `${fixed(share * 100, 0)} %`;
}

/** A share of 0 to 1, with a decimal where it is small: “61 %”, “4.2 %”, “<0.1 %”. @param {number} share */
export function finePercent(share) {
  if (share > 0 && share < 0.0005) return "<0.1 %";
  return share < 0.0995 ? `${fixed(share * 100, 1)} %` : percent(share);
}

/** A number with its sign and two decimals: “+1.90”, “−0.31”. @param {number} value */
export function signed(value) {
  return `${value < 0 ? "−" : "+"}${fixed(Math.abs(value), 2)}`;
}
