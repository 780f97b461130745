import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { formatShape, nchw, pad4, physicalSize, type TensorType } from '../tensor.ts';
import { columnsOf } from './columnSum.ts';

/** Channels `from` to `from + count` of the input become channels `to` and following of the output. */
interface ChannelCopy {
  readonly input: Tensor;
  readonly output: Tensor;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The columns of the output that the dispatch writes, zeros beside the copy. */
  readonly columns: readonly [begin: number, end: number];
  /** Whether a rectifier follows. Default false. */
  readonly rectify?: boolean;
}

function copyChannels({ input, output, from, to, count, columns, rectify = false }: ChannelCopy): Dispatch {
  const { rows } = columnsOf(output);
  const [begin, end] = columns;
  // Where the copy ends with the input's channels, the zeros of the padding may come along, if they fall on zeros.
  const available = pad4(nchw(input).c) - from;
  const whole = pad4(count) <= available && to + pad4(count) <= end && from + count === nchw(input).c;
  const copied = whole ? pad4(count) : count;
  const isAligned = [from, to, copied, begin, end].every((channel) => channel % 4 === 0);
  const width = isAligned ? 4 : 1;
  return {
    kernel: isAligned ? 'elementwise/copyChannelVectors' : 'elementwise/copyChannels',
    constants: {
      ROWS: rows,
      IN_STRIDE: pad4(nchw(input).c) / width,
      OUT_STRIDE: pad4(nchw(output).c) / width,
      FROM: from / width,
      TO: to / width,
      COUNT: copied / width,
      BEGIN: begin / width,
      END: end / width,
      RECTIFY: Number(rectify),
    },
    reads: { input },
    writes: { output },
    workgroups: linearWorkgroups((rows * (end - begin)) / width),
  };
}

function withChannels({ shape }: TensorType, channels: number): TensorType {
  const [n = 1, , ...size] = shape;
  return { shape: [n, channels, ...size], layout: 'activation' };
}

interface ChannelRange {
  readonly from: number;
  readonly count: number;
}

interface ConcatOptions {
  /** A rectifier follows. */
  readonly rectify?: boolean;
  /** The channels of each input that are joined; null takes all. */
  readonly ranges?: readonly (ChannelRange | null)[];
}

function concatOp({ rectify = false, ranges = [] }: ConcatOptions = {}): Op {
  const op: Op = {
    name: 'concat',
    joinsChannels: !rectify && ranges.every((range) => range === null),
    infer(inputs) {
      const [first] = inputs;
      const rest = (type: TensorType) => formatShape([type.shape[0]!, ...type.shape.slice(2)]);
      if (!first || inputs.some((type) => type.layout !== 'activation' || rest(type) !== rest(first)))
        throw new UserError(
          'concat: expects activations that differ in channels only, ' +
            `got ${inputs.map(({ shape }) => formatShape(shape)).join(', ')}`,
        );
      return [
        withChannels(
          first,
          inputs.reduce((sum, type) => sum + nchw(type).c, 0),
        ),
      ];
    },
    lower({ inputs, outputs, place }) {
      const { of: output, from: begin } = place(outputs[0]!);
      const ends = begin + pad4(nchw(outputs[0]!).c);
      let to = begin;
      return inputs.flatMap((input, i) => {
        const { from, count } = ranges[i] ?? { from: 0, count: nchw(input).c };
        const end = i === inputs.length - 1 ? ends : to + count;
        const isThere = place(input).of === output;
        const copy = { input, output, from, to, count, columns: [to, end], rectify } as const;
        to += count;
        return isThere ? [] : [copyChannels(copy)];
      });
    },
    gradient({ graph, inputs, gradOutputs: [gradOutput], needed }) {
      let from = 0;
      return inputs.map((input, i) => {
        const { c } = nchw(input);
        from += c;
        return needed[i] ? sliceChannels(graph, gradOutput!, { from: from - c, count: c }) : null;
      });
    },
    fuse(first, second) {
      if (first.op === op && second.op.name === 'relu' && !rectify)
        return { op: concatOp({ rectify: true, ranges }), inputs: first.inputs };
      const range = second.op === op ? sliced.get(first.op) : undefined;
      if (!range) return null;
      const isSlice = (input: Tensor) => input === first.outputs[0];
      return {
        op: concatOp({
          rectify,
          ranges: second.inputs.map((input, i) => (isSlice(input) ? range : (ranges[i] ?? null))),
        }),
        inputs: second.inputs.map((input) => (isSlice(input) ? first.inputs[0]! : input)),
      };
    },
  };
  return op;
}

/** What operations of `sliceChannels` take. */
const sliced = new WeakMap<Op, ChannelRange>();

/** Copies a range of channels out of an activation (`slice`), or into one of zeros with `channels` of them. */
function rangeOp({ from, count }: ChannelRange, channels: number | null): Op {
  const op: Op = {
    name: channels === null ? 'sliceChannels' : 'sliceChannelsGradient',
    infer([input]) {
      const { shape, layout } = input!;
      if (layout !== 'activation' || (channels === null && from + count > nchw(input!).c))
        throw new UserError(
          `sliceChannels: channels ${from} to ${from + count - 1} are not in an input ${formatShape(shape)}`,
        );
      return [withChannels(input!, channels ?? count)];
    },
    lower: ({ inputs: [input], outputs: [output] }) => [
      copyChannels({
        input: input!,
        output: output!,
        from: channels === null ? from : 0,
        to: channels === null ? 0 : from,
        count,
        columns: [0, pad4(nchw(output!).c)],
      }),
    ],
    gradient: ({ graph, inputs: [input], gradOutputs: [gradOutput] }) => [
      graph.apply1(rangeOp({ from, count }, channels === null ? nchw(input!).c : null), [gradOutput!]),
    ],
    /** What is added to a range is added to it where it lies. */
    fuse(first, second) {
      const [range] = first.outputs;
      const isSlice = first.op.name === 'sliceChannels' && second.op.name === 'add';
      if (!isSlice || [from, count, nchw(first.inputs[0]!).c].some((channel) => channel % 4 !== 0))
        return null;
      const other = second.inputs.find((input) => input !== range);
      return other ? { op: addChannelsOp(from), inputs: [other, first.inputs[0]!] } : null;
    },
  };
  if (channels === null) sliced.set(op, { from, count });
  return op;
}

/** [left, wide] -> left + the channels of `wide` from `from` on. Multiples of four. */
function addChannelsOp(from: number): Op {
  return {
    name: 'addChannels',
    infer: ([left]) => [left!],
    lower: ({ inputs: [left, wide], outputs: [output] }) => [
      {
        kernel: 'elementwise/addChannels',
        constants: { VECTORS: columnsOf(left!).vectors, STRIDE: columnsOf(wide!).vectors, FROM: from / 4 },
        reads: { left: left!, wide: wide! },
        writes: { output: output! },
        workgroups: linearWorkgroups(physicalSize(output!) / 4),
      },
    ],
  };
}

/** Joins activations [N, C_i, H, W] along channels -> [N, sum of C_i, H, W]. */
export function concat(graph: Graph, inputs: readonly Tensor[]): Tensor {
  return graph.apply1(concatOp(), inputs);
}

/** Channels `from` to `from + count - 1`: [N, C, H, W] -> [N, count, H, W]. */
export function sliceChannels(graph: Graph, input: Tensor, range: ChannelRange): Tensor {
  return graph.apply1(rangeOp(range, null), [input]);
}
