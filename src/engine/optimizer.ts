import { roundUp } from '../util/math.ts';
import { linearWorkgroups } from './op.ts';
import type { MomentName, ProgramDispatch } from './program.ts';
import { physicalBytes } from './tensor.ts';
import { variableAlignment, type Variable } from './variables.ts';

/**
 * A rule that moves parameters along their gradients, one invocation per `vec4`. The kernel binds `parameter`,
 * `gradient`, the moments it names, and `step` for the settings that change from step to step.
 */
export interface Optimizer {
  readonly name: string;
  readonly kernel: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly moments: readonly MomentName[];
}

/** Most bytes that every GPU takes in one binding. */
const maxRangeBytes = 2 ** 27;

/**
 * One dispatch for every run of neighbouring parameters: one in all when every parameter has a gradient and all of
 * them fit into a binding.
 */
export function optimizerDispatches(
  { name, kernel, constants, moments }: Optimizer,
  parameters: readonly Variable[],
): ProgramDispatch[] {
  return contiguousRanges(parameters).map((range) => {
    const size = range.bytes / 16;
    return {
      part: 'optimizer',
      op: name,
      kernel,
      constants: { ...constants, SIZE: size },
      bindings: [
        { name: 'gradient', access: 'read', buffer: 'gradient', ...range },
        ...(['parameter', ...moments] as const).map(
          (buffer) => ({ name: buffer, access: 'write', buffer, ...range }) as const,
        ),
      ],
      workgroups: linearWorkgroups(size),
    };
  });
}

function contiguousRanges(parameters: readonly Variable[]): { offset: number; bytes: number }[] {
  const ranges: { offset: number; bytes: number }[] = [];
  for (const { offset, type } of [...parameters].sort((a, b) => a.offset - b.offset)) {
    const bytes = roundUp(physicalBytes(type), variableAlignment);
    const last = ranges.at(-1);
    const continues = last && last.offset + last.bytes === offset && last.bytes + bytes <= maxRangeBytes;
    if (continues) last.bytes += bytes;
    else ranges.push({ offset, bytes });
  }
  return ranges;
}
