/** Calls after which layers with `freeze` hold still, as in the authors' code. */
export const defaultFreezeIterations = 100;

/**
 * Whether layers with `freeze` hold still in a training call, counted from 0 (PAPER §1.1, freeze mode): their first
 * `freezeIterations` + 1 calls learn, the rest of every 10 `freezeIterations` uses the running statistics.
 */
export function isFrozenCall(call: number, freezeIterations = defaultFreezeIterations): boolean {
  return call % (10 * freezeIterations) > freezeIterations;
}
