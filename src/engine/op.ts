import type { Graph, Node, Tensor } from './graph.ts';
import type { ChannelPlace } from './inside.ts';
import type { TensorType } from './tensor.ts';

/** One run of a kernel, as data: nothing here knows a device. */
export interface Dispatch {
  /** Path of the WGSL file below `shaders/`, without `.wgsl`: `conv/conv2d`. */
  readonly kernel: string;
  /** Values of the kernel's `override` constants. All of them must be given. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Tensors the kernel reads, by binding name. */
  readonly reads: Readonly<Record<string, Tensor>>;
  /** Tensors the kernel writes whole, padding included, by binding name. */
  readonly writes: Readonly<Record<string, Tensor>>;
  /** Running statistics the kernel changes in place, by binding name. */
  readonly updates?: Readonly<Record<string, Tensor>>;
  readonly workgroups: readonly [number, number, number];
}

export interface LowerContext {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** A tensor that lives only between the dispatches of this op. */
  readonly scratch: (type: TensorType) => Tensor;
  /** Where an activation lies: as itself, or as channels of a wider one. */
  readonly place: (tensor: Tensor) => ChannelPlace;
}

export interface GradientContext {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Gradient of each output; null where nothing that is differentiated depends on it. */
  readonly gradOutputs: readonly (Tensor | null)[];
  /** For each input, whether its gradient is wanted. */
  readonly needed: readonly boolean[];
}

/** One operation in place of two, with its own inputs. Its outputs are those of the second, then the first's others. */
export interface Fusion {
  readonly op: Op;
  readonly inputs: readonly Tensor[];
}

/** What an operation computes; see DESIGN in the README, "how to add an op". */
export interface Op {
  readonly name: string;
  /** Output types from input types, or a UserError that names shapes and remedy. */
  readonly infer: (inputs: readonly TensorType[]) => TensorType[];
  /** The dispatches that compute the outputs, in order. */
  readonly lower: (context: LowerContext) => Dispatch[];
  /** Gradients of the inputs as new nodes of the graph; null where there is none. Absent: not differentiable. */
  readonly gradient?: (context: GradientContext) => (Tensor | null)[];
  /** The output is the first input under another shape: no dispatch, same memory. */
  readonly isView?: boolean;
  /** The output is the inputs side by side along channels; one that lies there already (`LowerContext.place`) is not copied. */
  readonly joinsChannels?: boolean;
  /** Whether the first input may be the first or the last channels of a wider activation; see {@link LowerContext.place}. */
  readonly readsEnds?: (inputs: readonly TensorType[]) => boolean;
  /**
   * Does the work of two nodes in one, or null. Asked of either one's op where `second` alone reads the first output
   * of `first`.
   */
  readonly fuse?: (first: Node, second: Node) => Fusion | null;
  /** Kept although nobody reads an output: the op changes running statistics. */
  readonly hasEffect?: boolean;
}

/** Workgroups of 64 invocations for `count` of them; kernels use `linearIndex` of `lib/index.wgsl`. */
export function linearWorkgroups(count: number): [number, number, number] {
  const groups = Math.max(1, Math.ceil(count / 64));
  if (groups <= 65_535) return [groups, 1, 1];
  const rows = Math.ceil(groups / 65_535);
  return [Math.ceil(groups / rows), rows, 1];
}
