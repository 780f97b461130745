import type { Dataset } from '../../data/dataset.ts';
import { samplingOf, type SamplingOptions } from '../../engine/ops/sampling.ts';
import { nchw, pad4 } from '../../engine/tensor.ts';
import { ringValues } from '../../nn/graphs.ts';
import { softmax } from '../confusion.ts';
import { ringSlots } from '../lanes.ts';
import type { SampleImage } from '../samples.ts';
import { firstMaps } from './activations.ts';
import { createGrid, lookAtKernels, weightGrid } from './kernels.ts';
import type { Reading } from './laneProgram.ts';
import type { Layer } from './layers.ts';
import type { KernelGrid, PlainMatrix, StepLook } from './probe.ts';
import { offDiagonalEnergy } from './spectrum.ts';

/** Images of a batch that are shown at most. */
export const shownImages = 8;
/** Patches of the first image that are drawn, along each side. */
const patchGrid = { rows: 3, columns: 6 } as const;

export interface StepLayer extends Layer {
  readonly batchSize: number;
  readonly patches: SamplingOptions;
}

/** What a step leaves: gradient and weight as they lie in memory, the metrics ring, the first images and labels. */
export type StepBuffers = [
  gradient: ArrayBuffer,
  weight: ArrayBuffer,
  ring: ArrayBuffer,
  images: ArrayBuffer,
  labels: ArrayBuffer,
];

interface StepInput {
  readonly layer: StepLayer;
  readonly step: number;
  readonly before: Reading;
  readonly gradient: ArrayBuffer;
  readonly weight: ArrayBuffer;
  readonly ring: ArrayBuffer;
  readonly images: ArrayBuffer;
  readonly labels: ArrayBuffer;
  readonly learningRate: number;
  readonly dataset: Dataset;
}

/** Puts together what was read before and after a step. */
export function* lookAtStep(input: StepInput): Generator<undefined, StepLook> {
  const { layer, step, before, dataset, learningRate } = input;
  const { batchSize, whitening } = layer;
  const sampling = samplingOf(layer.input, layer.patches);
  const { features } = sampling;
  const matrix = (name: string): PlainMatrix => {
    const values = before.values(name).slice(0, features ** 2);
    return { values, offDiagonalEnergy: offDiagonalEnergy(values, features) };
  };
  const covariance = matrix('covariance');
  yield;
  const deconv = whitening && {
    values: matrix('deconv').values,
    after: matrix('after'),
    inverseSqrt: whitening.inverseSqrt,
    iterations: whitening.iterations,
    isKept: whitening.covariance === null,
  };
  yield;
  const old = before.memory('weight');
  const look = (values: Float32Array) => ({
    kernels: weightGrid(values, layer.weight),
    norm: normOf(values),
  });
  const changed = new Float32Array(input.weight);
  const metrics = new Float32Array(input.ring, (step % ringSlots) * ringValues * 4, ringValues);
  return {
    batchSize,
    images: imagesOf(input, dataset),
    patches: { rows: sampling.rows, features, kernels: patchesOf(before.values('input'), layer) },
    covariance,
    deconv,
    kernels: lookAtKernels({
      weight: old,
      type: layer.weight,
      effective: before.has('effective') ? before.memory('effective') : null,
      deconv: deconv && deconv.values,
      sampling,
    }),
    output: firstMaps(before.values('normalized'), nchw(layer.normalized)),
    loss: metrics[0]!,
    accuracy: metrics[1]! / batchSize,
    classes: dataset.classes,
    probabilities: softmax(before.values('logits')),
    gradient: look(new Float32Array(input.gradient)),
    update: look(changed.map((value, i) => value - old[i]!)),
    weightNorm: normOf(old),
    learningRate,
  };
}

const normOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** The images back in bytes: the inverse of `normalizeImages`. */
function imagesOf(
  { images, labels }: Pick<StepInput, 'images' | 'labels'>,
  { shape: [channels, height, width], mean, std, classes }: Dataset,
): SampleImage[] {
  const values = new Float32Array(images);
  const padded = pad4(channels);
  return Array.from(new Uint32Array(labels), (label, n) => ({
    ...{ width, height, channels, label: classes[label] ?? '' },
    pixels: Uint8Array.from({ length: height * width * channels }, (_, at) => {
      const [pixel, c] = [Math.floor(at / channels), at % channels];
      const value = values[(n * height * width + pixel) * padded + c]!;
      return Math.round(255 * (value * (std[c] ?? 1) + (mean[c] ?? 0)));
    }),
  }));
}

/**
 * Some of the sampled patches of one image's first channel, spread over it.
 *
 * @param values [C, H, W] of the layer's input
 * @returns null where the layer takes single features
 */
function patchesOf(values: Float32Array, { input, patches }: StepLayer): KernelGrid | null {
  const { kernelSize = 1, samplingStride = 1, padding = 0, dilation = 1 } = patches;
  if (kernelSize === 1) return null;
  const { h, w } = nchw(input);
  const { OUT_H: down = 1, OUT_W: across = 1 } = samplingOf(input, patches).constants;
  const rows = Math.min(patchGrid.rows, down);
  const columns = Math.min(patchGrid.columns, across);
  /** The middles of `count` equal parts of `length` positions. */
  const spread = (i: number, count: number, length: number) => Math.floor(((i + 0.5) * length) / count);
  return createGrid({ rows, columns, side: kernelSize }, (row, column, tap) => {
    const y = spread(row, rows, down) * samplingStride - padding + Math.floor(tap / kernelSize) * dilation;
    const x = spread(column, columns, across) * samplingStride - padding + (tap % kernelSize) * dilation;
    return y < 0 || y >= h || x < 0 || x >= w ? 0 : values[y * w + x]!;
  });
}
