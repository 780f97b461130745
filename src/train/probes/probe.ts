import type { MatrixShading } from '../../engine/ops/colorMatrix.ts';
import type { InverseSqrt } from '../../nn/layers/inverseSqrt.ts';
import type { SampleImage } from '../samples.ts';

/** What may be looked at inside the networks, and what is then told. Only one thing at a time: what is visible. */

/** A layer of the networks, by its place among the convolutions and linear layers, from 0. */
interface OfLayer {
  readonly layer: number;
}

interface OfImage extends OfLayer {
  /** [H, W, C] bytes of the data set's shape. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface CovarianceRequest extends OfLayer {
  readonly kind: 'covariance';
  /** How the matrices are coloured on the GPU, to be seen without a copy of them; absent: they are not. */
  readonly shading?: MatrixShading;
}

export type ProbeRequest =
  | CovarianceRequest
  | ({ readonly kind: 'kernels' } & OfLayer)
  | ({ readonly kind: 'spectrum' } & OfLayer)
  | ({ readonly kind: 'newtonSchulz' } & OfLayer)
  | ({ readonly kind: 'activations' } & OfImage)
  | ({ readonly kind: 'deconvolvedImage' } & OfImage)
  | ({ readonly kind: 'step' } & OfLayer)
  | { readonly kind: 'gradients' };

/** What "after" means: whitened by the layer's D, or, where there is none, each feature over its deviation. */
export type Treatment = 'whitened' | 'scaled';

/** A matrix of patch statistics with its numbers. */
export interface MatrixLook {
  /** [features, features] */
  readonly values: Float32Array<ArrayBuffer>;
  /** Share of the squared entries that stands off the diagonal, 0 to 1. */
  readonly offDiagonalEnergy: number;
  /** Largest over smallest eigenvalue. */
  readonly condition: number;
}

export interface CovarianceLook {
  readonly features: number;
  readonly treatment: Treatment;
  /** Sigma + eps I of the patches that the layer sees. */
  readonly before: MatrixLook;
  /** D (Sigma + eps I) D, or the correlation matrix. */
  readonly after: MatrixLook;
}

/** Eigenvalues of a covariance and what they amount to. */
export interface SpectrumLine {
  /** Descending. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly condition: number;
  /** exp of the entropy of the eigenvalues' shares (Roy and Vetterli 2007): 1 to the number of features. */
  readonly effectiveRank: number;
}

export interface SpectrumLook {
  readonly treatment: Treatment;
  readonly before: SpectrumLine;
  readonly after: SpectrumLine;
}

export interface NewtonSchulzLook {
  /** What the layer iterates with, and the curves are of. */
  readonly inverseSqrt: InverseSqrt;
  /** Steps of the layer; null where it does not whiten and the curves show what would be. */
  readonly iterations: number | null;
  /** Of Sigma + eps I, descending. */
  readonly eigenvalues: Float64Array<ArrayBuffer>;
  /** Root mean square entry per feature, |I - D_t A D_t| / sqrt(features), for t = 0, 1, … */
  readonly residuals: Float64Array<ArrayBuffer>;
  /** The same of the D that the GPU computed; null where it computed none. */
  readonly measuredResidual: number | null;
  /** sqrt(lambda) times the gain of D_t, one row for each t: 1 where a direction is whitened. [t][eigenvalues] */
  readonly gains: readonly Float64Array<ArrayBuffer>[];
}

/** Small pictures on a grid. */
export interface KernelGrid {
  readonly rows: number;
  readonly columns: number;
  /** Pixels of a side. */
  readonly side: number;
  /** [rows, columns, side, side]; NaN where a value does not exist. */
  readonly values: Float32Array<ArrayBuffer>;
}

export interface KernelsLook {
  /** Row of D of each channel's centre tap, over the taps of each channel; null where the layer does not whiten. */
  readonly deconv: KernelGrid | null;
  /** With one channel: the row of D of every tap, at the tap's place. */
  readonly taps: KernelGrid | null;
  /** The layer's weight, outputs by inputs. */
  readonly weight: KernelGrid;
  /** What the convolution runs with, V D; null where the layer does not whiten. */
  readonly effective: KernelGrid | null;
  /** Outputs and inputs in all, of which the grids show the first. */
  readonly outChannels: number;
  readonly inChannels: number;
  /** Centre-surround index, mean of the kernels of a channel on itself; see `centreSurround.ts`. */
  readonly deconvIndex: number | null;
  /** The same of the weight and of the effective kernels: mean of all those shown. */
  readonly weightIndex: number;
  readonly effectiveIndex: number | null;
}

/** How many values of a distribution stand where, and how sparse it is. */
export interface DistributionLook {
  readonly mean: number;
  readonly deviation: number;
  /** Density over value / deviation, in bins of equal width from `-range` to `range`; what lies beyond is left out. */
  readonly density: Float64Array<ArrayBuffer>;
  readonly range: number;
  /** Excess over a normal distribution, which has 0. */
  readonly kurtosis: number;
  /** Share of values below a tenth of the deviation. */
  readonly nearZero: number;
  /** (sqrt n - |x|_1 / |x|_2) / (sqrt n - 1) (Hoyer 2004): 0 all alike, 1 a single one. */
  readonly hoyer: number;
}

/** What a layer makes of one image. */
export interface MapsLook {
  /** Channels of the layer's output, of which `maps` are the first. */
  readonly channels: number;
  readonly shown: number;
  readonly height: number;
  readonly width: number;
  /** [shown, height, width], normalised, before the rectifier. */
  readonly maps: Float32Array<ArrayBuffer>;
}

export interface ActivationsLook extends MapsLook {
  /** Of all channels. */
  readonly distribution: DistributionLook;
}

export interface DeconvolvedImageLook {
  readonly inverseSqrt: InverseSqrt;
  /** Steps of the layer's iteration; null where it does not whiten: the only frame is then its input. */
  readonly iterations: number | null;
  /** Channels of the layer's input, of which the frames show the first. */
  readonly channels: number;
  readonly shown: number;
  readonly height: number;
  readonly width: number;
  /** By iteration from 0, [shown, height, width]. */
  readonly frames: readonly Float32Array<ArrayBuffer>[];
  /** Standard deviation of each frame. */
  readonly deviations: readonly number[];
}

/** Norms of one layer's weight in one step. */
export interface LayerGradients {
  /** Of the loss, without weight decay. */
  readonly gradient: number;
  readonly weight: number;
  /** Of what the step changed. */
  readonly update: number;
}

export interface GradientsLook {
  /** By layer. */
  readonly layers: readonly LayerGradients[];
}

/** A matrix [features, features], and the share of its squared entries that stands off the diagonal, 0 to 1. */
export type PlainMatrix = Pick<MatrixLook, 'values' | 'offDiagonalEnergy'>;

/** What happened to a weight: its first kernels, and the norm of all of them. */
export interface WeightLook {
  readonly kernels: KernelGrid;
  readonly norm: number;
}

/** One step of a lane, from its batch to its update, as far as it concerns one layer. */
export interface StepLook {
  readonly batchSize: number;
  /** The first images of the batch, as they were cropped and flipped. */
  readonly images: readonly SampleImage[];
  /** What the statistics are taken of; without a picture where a layer takes single features. */
  readonly patches: {
    readonly rows: number;
    readonly features: number;
    /** Some of the first image's, of its first channel. */
    readonly kernels: KernelGrid | null;
  };
  /** Sigma + eps I of the patches. */
  readonly covariance: PlainMatrix;
  /** Null where the layer does not whiten. */
  readonly deconv: {
    readonly values: Float32Array<ArrayBuffer>;
    /** D (Sigma + eps I) D. */
    readonly after: PlainMatrix;
    readonly inverseSqrt: InverseSqrt;
    readonly iterations: number;
    /** Whether D is that of an earlier step, or the running one of a frozen layer. */
    readonly isKept: boolean;
  } | null;
  /** Before the step. */
  readonly kernels: KernelsLook;
  /** What the layer makes of the first image, normalised, before the rectifier. */
  readonly output: MapsLook;
  /** Of the batch. */
  readonly loss: number;
  readonly accuracy: number;
  /** Of the classes, for the first image, before the update. */
  readonly probabilities: Float32Array<ArrayBuffer>;
  readonly classes: readonly string[];
  /** Of the loss by the layer's weight. */
  readonly gradient: WeightLook;
  /** The weight after the step less that before. */
  readonly update: WeightLook;
  readonly weightNorm: number;
  readonly learningRate: number;
}

/** By lane; null for a lane that has stopped. */
export type Lanes<Look> = readonly (Look | null)[];

/** What is seen of a lane, by what was asked for. */
export interface LookOf {
  readonly covariance: CovarianceLook;
  readonly kernels: KernelsLook;
  readonly spectrum: SpectrumLook;
  readonly newtonSchulz: NewtonSchulzLook;
  readonly activations: ActivationsLook;
  readonly deconvolvedImage: DeconvolvedImageLook;
  readonly step: StepLook;
  readonly gradients: GradientsLook;
}

export type ProbeKind = keyof LookOf;

export interface ResultOf<Kind extends ProbeKind> {
  readonly kind: Kind;
  readonly lanes: Lanes<LookOf[Kind]>;
}

export type ProbeResult = { readonly [Kind in ProbeKind]: ResultOf<Kind> }[ProbeKind];

/** A layer as the page lists it; the same for all lanes. */
export interface LayerSummary {
  /** Name in the `state_dict`. */
  readonly name: string;
  readonly kind: 'conv' | 'linear';
  /** [C, H, W] or [F] of what goes in and comes out. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernelSize: number;
  /** Features of a patch that are looked at together, in order of channel, then position: [channel, tap] of each. */
  readonly places: readonly (readonly [channel: number, tap: number])[];
}
