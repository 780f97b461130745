import { gcd } from '../util/math.ts';

/**
 * Channels (or features) that are whitened together, B (PAPER §1.1, "block rule"): all of a group's; all when the
 * block asked for is larger; else the greatest common divisor, so that whole blocks fill the channels.
 *
 * @param blockSize as asked for
 */
export function effectiveBlockSize(blockSize: number, channels: number, groups = 1): number {
  if (groups > 1) return channels / groups;
  return blockSize > channels ? channels : gcd(blockSize, channels);
}
