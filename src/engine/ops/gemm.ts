import type { Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch } from '../op.ts';
import { physicalSize } from '../tensor.ts';

/** Invocations of a tile that share a row: no more than there are columns to compute. */
function tileColumns4(columns4: number): number {
  return [2, 4].find((size) => columns4 <= size) ?? 8;
}

/** Constants and workgroups of a kernel that includes `lib/gemmRows.wgsl`; `columns4` counts vec4s. */
export function gemmRows(size: {
  rows: number;
  columns4: number;
  segments?: number;
  segmentDepth4: number;
  batch?: number;
  /** The second operand is stored transposed; see `lib/gemmRowsSizes.wgsl`. */
  rightByColumn?: boolean;
}): Required<Pick<Dispatch, 'constants' | 'workgroups'>> {
  const { rows, columns4, segments = 1, segmentDepth4, batch = 1, rightByColumn = false } = size;
  const tile = tileColumns4(columns4);
  return {
    constants: {
      ROWS: rows,
      COLUMNS4: columns4,
      TILE_COLUMNS4: tile,
      SEGMENTS: segments,
      SEGMENT_DEPTH4: segmentDepth4,
      RIGHT_BY_COLUMN: Number(rightByColumn),
    },
    workgroups: [Math.ceil(columns4 / tile), Math.ceil(rows / (256 / tile)), batch],
  };
}

/** Vec4s of rows in a tile: 64 invocations, or fewer where smaller tiles leave fewer rows past the last. */
function tileRows4(rows4: number, tile: number): number {
  const covered = (size: number) => Math.ceil(rows4 / size) * size;
  const [largest = 8, ...smaller] = [32, 16, 8].filter((size) => size * tile <= 64);
  return smaller.reduce((best, size) => (covered(size) < covered(best) ? size : best), largest);
}

/** Constants and workgroups of a kernel that includes `lib/gemmColumns.wgsl`. */
export function gemmColumns(size: {
  rows4: number;
  columns4: number;
  segments: number;
  segmentDepth: number;
  batch?: number;
  splits?: number;
}): Required<Pick<Dispatch, 'constants' | 'workgroups'>> {
  const { rows4, columns4, segments, segmentDepth, batch = 1, splits = 1 } = size;
  const tile = tileColumns4(columns4);
  const tileRows = tileRows4(rows4, tile);
  return {
    constants: {
      ROWS4: rows4,
      COLUMNS4: columns4,
      TILE_COLUMNS4: tile,
      TILE_ROWS4: tileRows,
      SEGMENTS: segments,
      SEGMENT_DEPTH: segmentDepth,
      SPLITS: splits,
    },
    workgroups: [Math.ceil(columns4 / tile), Math.ceil(rows4 / tileRows), batch * splits],
  };
}

/**
 * In how many parts to sum a long product with a small result: enough workgroups to fill a device, but at least
 * 512 terms in each part, so that writing and adding the parts costs little.
 */
export function splitCount(size: {
  rows4: number;
  columns4: number;
  segments: number;
  segmentDepth: number;
  batch?: number;
}): number {
  const { rows4, columns4, segments, segmentDepth, batch = 1 } = size;
  const workgroups = Math.ceil((rows4 * columns4) / 64) * batch;
  const wanted = Math.ceil(128 / workgroups);
  const worthwhile = Math.floor((segments * segmentDepth) / 512);
  const splits = Math.min(wanted, worthwhile, segments);
  // Two or three parts are not worth a dispatch of their own.
  return splits < 4 ? 1 : splits;
}

/** Adds up the parts of a split sum in order. `partial` holds tensors of the type of `output`, one after the other. */
export function sumSplits(partial: Tensor, output: Tensor): Dispatch {
  return {
    kernel: 'gemm/sumSplits',
    reads: { partial },
    writes: { output },
    workgroups: linearWorkgroups(physicalSize(output) / 4),
  };
}
