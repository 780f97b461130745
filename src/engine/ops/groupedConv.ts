import type { ConvShape } from './convShape.ts';

/** The override constants that the kernels of grouped convolutions share. */
export function groupedConstants(shape: ConvShape): Record<string, number> {
  return {
    IN_CHANNELS: shape.inChannels,
    OUT_CHANNELS: shape.outChannels,
    GROUPS: shape.groups,
  };
}
