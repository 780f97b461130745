import type { ProgramDispatch } from '../engine/program.ts';

/** What a deconvolution step spends its time on. */
export const phases = ['im2col', 'covariance', 'newtonSchulz', 'transform', 'conv', 'other'] as const;
export type Phase = (typeof phases)[number];

/** The first match decides. */
const rules: readonly (readonly [phase: Phase, pattern: RegExp])[] = [
  ['im2col', /im2col|col2im/i],
  ['newtonSchulz', /newtonSchulz|quintic/i],
  ['covariance', /patchStatistics|covariance|sampledMean|statisticsGradient/i],
  ['transform', /whiten|shiftBias/i],
  ['conv', /conv2d|linear/i],
];

/** The phase of a dispatch, by the operation it came from and by its kernel: the patches are a kernel of the statistics. */
export function phaseOf({ kernel, op }: Pick<ProgramDispatch, 'kernel' | 'op'>): Phase {
  const text = `${kernel.split('/').at(-1)!} ${op}`;
  return rules.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
