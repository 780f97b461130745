import type { IncludeVariants } from './shaders.ts';

/**
 * How the invocations of a matrix product share what they load: not at all, through workgroup memory, or by the
 * broadcasts of a subgroup of 8.
 */
export const broadcasts = ['plain', 'workgroup', 'subgroup'] as const;
export type Broadcast = (typeof broadcasts)[number];

/** The matrix products, by the file of `shaders/lib` that their kernels include. */
export const productFamilies = ['gemmRows', 'gemmColumns', 'transposedProduct'] as const;
export type ProductFamily = (typeof productFamilies)[number];

/** The method of each family: fixed for a device, so that the same run gives the same bits. */
export type Broadcasts = Readonly<Record<ProductFamily, Broadcast>>;

/** The same method for every family. */
export function everywhere(broadcast: Broadcast): Broadcasts {
  return { gemmRows: broadcast, gemmColumns: broadcast, transposedProduct: broadcast };
}

/** Methods that an adapter can run; `subgroupSize` as in {@link Gpu}. */
export function availableBroadcasts(subgroupSize: number | null): readonly Broadcast[] {
  return broadcasts.filter((broadcast) => broadcast !== 'subgroup' || subgroupSize === 8);
}

/**
 * The table for adapters that are not timed. Processors emulate workgroup memory and barriers slowly; on GPUs they are the
 * portable way.
 */
export function untimedBroadcasts(isSoftware: boolean, subgroupSize: number | null): Broadcasts {
  if (subgroupSize === 8) return everywhere('subgroup');
  return everywhere(isSoftware ? 'plain' : 'workgroup');
}

/** What a kernel includes in place of the plain products, by the width of its tile if it has one. */
export function productVariants(chosen: Broadcasts, tileColumns4: number | undefined): IncludeVariants {
  const narrow = tileColumns4 === undefined || tileColumns4 === 8 ? '' : `Narrow${tileColumns4}`;
  const suffixes = { plain: '', workgroup: 'Workgroup', subgroup: 'Subgroup8' } as const;
  const variants = productFamilies.map((family) => {
    const isNarrowed = chosen[family] === 'subgroup' && family !== 'transposedProduct';
    const suffix = `${suffixes[chosen[family]]}${isNarrowed ? narrow : ''}`;
    return [`lib/${family}.wgsl`, `lib/${family}${suffix}.wgsl`];
  });
  return {
    ...Object.fromEntries(variants),
    ...(chosen.gemmRows === 'subgroup' && {
      'lib/pairOfWeights.wgsl': 'lib/pairOfWeightsSubgroup8.wgsl',
    }),
  } as IncludeVariants;
}
