/**
 * The middle value, of an even number the upper one; NaN of none.
 *
 * @param {readonly number[]} values
 */
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
