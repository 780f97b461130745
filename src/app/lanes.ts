import type { LaneConfig } from '../train/config.ts';
import { normalizationLabels } from '../train/field.ts';

/** Looks of the lanes A to D: a colour of the theme, a dash and a marker, so that no lane is told by colour only. */
export interface LaneLook {
  readonly color: string;
  /** SVG `stroke-dasharray`; undefined is solid. */
  readonly dash: string | undefined;
  readonly dashName: string;
  readonly marker: 'circle' | 'diamond' | 'triangle' | 'square';
}

const looks: readonly LaneLook[] = [
  { color: 'var(--lane-a)', dash: undefined, dashName: 'solid', marker: 'circle' },
  { color: 'var(--lane-b)', dash: '7 4', dashName: 'dashed', marker: 'diamond' },
  { color: 'var(--lane-c)', dash: '2 4', dashName: 'dotted', marker: 'triangle' },
  { color: 'var(--lane-d)', dash: '10 3 2 3', dashName: 'dash-dotted', marker: 'square' },
];

export function laneLook(lane: number): LaneLook {
  return looks[lane % looks.length]!;
}

/** `batch norm`, `deconvolution`: short enough for a readout. */
export function laneTitle({ normalization }: Pick<LaneConfig, 'normalization'>): string {
  return normalization === 'deconv'
    ? 'deconvolution'
    : normalization === 'none'
      ? 'no norm'
      : normalizationLabels[normalization];
}
