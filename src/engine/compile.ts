import { assert } from '../util/assert.ts';
import { fuse } from './fuse.ts';
import type { Graph, Node, Tensor } from './graph.ts';
import { placeInside, type ChannelPlace } from './inside.ts';
import { planMemory } from './memory.ts';
import { linearWorkgroups, type Dispatch } from './op.ts';
import { optimizerDispatches, type Optimizer } from './optimizer.ts';
import type {
  BufferName,
  Location,
  Program,
  ProgramBinding,
  ProgramDispatch,
  ProgramPart,
} from './program.ts';
import { physicalBytes, physicalSize, type TensorType } from './tensor.ts';
import type { Variable } from './variables.ts';

export interface CompileRequest {
  /** Tensors to keep until the end of the program, by the name under which they are read. */
  readonly outputs?: Readonly<Record<string, Tensor>>;
  /** Gradients of parameters: each is placed in the parameter's range of the flat `gradient` buffer. */
  readonly parameterGradients?: ReadonlyMap<Variable, Tensor>;
  /** Ends the program with a step of these parameters along their gradients; others stay untouched. */
  readonly optimizer?: Optimizer;
}

interface LoweredDispatch extends Dispatch {
  readonly part: ProgramPart;
  readonly op: string;
}

/** Tensors on their way into memory. */
interface Placement {
  readonly dispatches: readonly LoweredDispatch[];
  /** Resolved. */
  readonly outputs: readonly Tensor[];
  readonly placed: Map<Tensor, Location>;
  /** The tensor whose memory another shares. */
  readonly resolve: (tensor: Tensor) => Tensor;
}

/** Graph -> Program: drops dead nodes, fuses and lowers the rest, and places every tensor in memory. */
export function compile(graph: Graph, request: CompileRequest): Program {
  const outputs = Object.entries(request.outputs ?? {});
  const parameterGradients = [...(request.parameterGradients ?? new Map<Variable, Tensor>())];
  const kept = [...outputs.map(([, tensor]) => tensor), ...parameterGradients.map(([, tensor]) => tensor)];

  const nodes = fuse(liveNodes(graph, kept), kept);
  const inside = placeInside(nodes, kept);
  const dispatches = nodes.flatMap((node) => lower(node, inside));
  const resolve = (tensor: Tensor): Tensor => {
    const root = viewed(tensor);
    return inside.get(root)?.of ?? root;
  };
  const placed = new Map<Tensor, Location>();
  const placement = { dispatches, placed, outputs: outputs.map(([, tensor]) => resolve(tensor)), resolve };
  for (const [variable, gradient] of parameterGradients)
    dispatches.push(...placeGradient(variable, resolve(gradient), placement));

  const { slotBytes, unplannedBytes } = placeIntermediates(placement);
  const locate = (tensor: Tensor): Location => {
    const root = resolve(tensor);
    const location = placed.get(root) ?? sourceLocation(root);
    assert(location, 'a tensor is read that no dispatch writes');
    return location;
  };

  const externalBytes: Record<string, number> = {};
  const program = dispatches.map((dispatch) => placeDispatch(dispatch, locate));
  if (request.optimizer)
    program.push(...optimizerDispatches(request.optimizer, [...(request.parameterGradients?.keys() ?? [])]));
  for (const { bindings } of program)
    for (const { buffer, bytes } of bindings)
      if (buffer.startsWith('external:')) {
        const name = buffer.slice('external:'.length);
        externalBytes[name] = Math.max(externalBytes[name] ?? 0, bytes);
      }
  return {
    dispatches: program,
    slotBytes,
    externalBytes,
    outputs: Object.fromEntries(
      outputs.map(([name, tensor]): [string, TensorType & Location] => [
        name,
        { shape: tensor.shape, layout: tensor.layout, ...locate(tensor) },
      ]),
    ),
    unplannedBytes,
  };
}

/** The tensor that a view is one of. */
function viewed(tensor: Tensor): Tensor {
  const { source } = tensor;
  return source.kind === 'node' && source.node.op.isView ? viewed(source.node.inputs[0]!) : tensor;
}

function liveNodes(graph: Graph, kept: readonly Tensor[]): Node[] {
  const needed = new Set(kept);
  const live: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.op.hasEffect && !node.outputs.some((output) => needed.has(output))) continue;
    for (const input of node.inputs) needed.add(input);
    live.push(node);
  }
  return live.reverse();
}

function lower(node: Node, inside: ReadonlyMap<Tensor, ChannelPlace>): LoweredDispatch[] {
  if (node.op.isView) return [];
  const dispatches = node.op.lower({
    inputs: node.inputs,
    outputs: node.outputs,
    scratch: (type) => ({ ...type, source: { kind: 'scratch' } }),
    place: (tensor) => inside.get(tensor) ?? { of: tensor, from: 0 },
  });
  return dispatches.map((dispatch) => ({ ...dispatch, part: node.part, op: node.op.name }));
}

/**
 * Lets the producer write into the flat gradient buffer. A gradient that other kernels read, that is also an
 * output or another parameter's gradient, stays where it is and is copied: one dispatch must not read and write
 * the same buffer.
 */
function placeGradient(
  variable: Variable,
  gradient: Tensor,
  { dispatches, placed, outputs, resolve }: Placement,
): LoweredDispatch[] {
  const location: Location = {
    buffer: 'gradient',
    offset: variable.offset,
    bytes: physicalBytes(variable.type),
  };
  assert(
    physicalBytes(gradient) === location.bytes,
    `gradient of ${variable.name} has ${physicalBytes(gradient)} bytes, the parameter ${location.bytes}`,
  );
  const isShared =
    gradient.source.kind !== 'node' ||
    placed.has(gradient) ||
    outputs.includes(gradient) ||
    dispatches.some(({ reads }) => Object.values(reads).some((tensor) => resolve(tensor) === gradient));
  if (!isShared) {
    placed.set(gradient, location);
    return [];
  }
  const copy: Tensor = { ...variable.type, source: { kind: 'scratch' } };
  placed.set(copy, location);
  const size = Math.ceil(physicalSize(gradient) / 4);
  return [
    {
      part: 'backward',
      op: 'copy',
      kernel: 'elementwise/copy',
      constants: { SIZE: size },
      reads: { input: gradient },
      writes: { output: copy },
      workgroups: linearWorkgroups(size),
    },
  ];
}

/** Plans slots for everything that is neither a variable, nor external, nor placed already. */
function placeIntermediates({ dispatches, outputs, placed, resolve }: Placement): {
  slotBytes: readonly number[];
  unplannedBytes: number;
} {
  const lives = new Map<Tensor, { first: number; last: number }>();
  dispatches.forEach(({ reads, writes, updates = {} }, index) => {
    for (const tensor of [reads, writes, updates].flatMap((record) => Object.values(record))) {
      const root = resolve(tensor);
      if (placed.has(root) || sourceLocation(root)) continue;
      const life = lives.get(root);
      if (life) life.last = index;
      else lives.set(root, { first: index, last: index });
    }
  });
  for (const output of outputs) {
    const life = lives.get(output);
    if (life) life.last = dispatches.length;
  }
  const tensors = [...lives];
  const lifetimes = tensors.map(([tensor, life]) => ({ bytes: physicalBytes(tensor), ...life }));
  const plan = planMemory(lifetimes);
  tensors.forEach(([tensor], i) =>
    placed.set(tensor, { buffer: `slot:${plan.slots[i]!}`, offset: 0, bytes: physicalBytes(tensor) }),
  );
  return {
    slotBytes: plan.slotBytes,
    unplannedBytes: lifetimes.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function sourceLocation(tensor: Tensor): Location | null {
  const { source } = tensor;
  switch (source.kind) {
    case 'variable':
      return { buffer: source.variable.kind, offset: source.variable.offset, bytes: physicalBytes(tensor) };
    case 'external': {
      const buffer: BufferName = `external:${source.name}`;
      return { buffer, offset: 0, bytes: physicalBytes(tensor) };
    }
    case 'node':
    case 'scratch':
      return null;
  }
}

function placeDispatch(dispatch: LoweredDispatch, locate: (tensor: Tensor) => Location): ProgramDispatch {
  const bind = (record: Readonly<Record<string, Tensor>>, access: 'read' | 'write'): ProgramBinding[] =>
    Object.entries(record).map(([name, tensor]) => ({ name, access, ...locate(tensor) }));
  const bindings = [
    ...bind(dispatch.reads, 'read'),
    ...bind(dispatch.writes, 'write'),
    ...bind(dispatch.updates ?? {}, 'write'),
  ];
  for (const written of bindings.filter(({ access }) => access === 'write'))
    assert(
      bindings.every(
        (other) => other === written || other.buffer !== written.buffer || other.access === 'write',
      ),
      `${dispatch.op}: ${dispatch.kernel} reads and writes buffer ${written.buffer}`,
    );
  return {
    part: dispatch.part,
    kernel: dispatch.kernel,
    constants: dispatch.constants ?? {},
    bindings,
    workgroups: dispatch.workgroups,
    op: dispatch.op,
  };
}
