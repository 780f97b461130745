import type { LaneConfig } from '../train/config.ts';
import { describeOption, differingOptions, laneName } from '../train/parse.ts';
import { strings } from './strings.ts';

/** Looks of the lanes A to D: a colour of the theme, a dash and a marker, so that no lane is told by colour only. */
export interface LaneLook {
  readonly color: string;
  /** SVG `stroke-dasharray`; undefined is solid. */
  readonly dash: string | undefined;
  readonly marker: 'circle' | 'diamond' | 'triangle' | 'square';
}

const looks: readonly LaneLook[] = [
  { color: 'var(--lane-a)', dash: undefined, marker: 'circle' },
  { color: 'var(--lane-b)', dash: '7 4', marker: 'diamond' },
  { color: 'var(--lane-c)', dash: '2 4', marker: 'triangle' },
  { color: 'var(--lane-d)', dash: '10 3 2 3', marker: 'square' },
];

export function laneLook(lane: number): LaneLook {
  return looks[lane % looks.length]!;
}

/** Look of the lines of pinned runs. */
export const ghostLook = { color: 'var(--ghost)', dash: '1 3' } as const satisfies Partial<LaneLook>;

/** `A batch norm, B deconvolution` */
export function lanesTitle(lanes: readonly LaneConfig[]): string {
  return laneTitles(lanes)
    .map((title, i) => `${laneName(i)} ${title}`)
    .join(', ');
}

/** `batch norm`, `deconvolution`: short enough for a readout. */
export function laneTitle({ normalization }: Pick<LaneConfig, 'normalization'>): string {
  return strings.lanes.titles[normalization];
}

/** The title of each lane; those of one kind begin with what tells them apart: `block size 16 (deconvolution)`. */
export function laneTitles(lanes: readonly LaneConfig[]): string[] {
  return lanes.map((lane) => {
    const alike = lanes.filter(({ normalization }) => normalization === lane.normalization);
    const own = differingOptions(alike).map((field) => describeOption(lane, field));
    return own.length === 0 ? laneTitle(lane) : `${own.join(', ')} (${laneTitle(lane)})`;
  });
}
