import { parseSafetensors, writeSafetensors, type SafetensorsTensor } from '../data/safetensors.ts';
import { pack, unpack } from '../engine/layout.ts';
import { formatShape, physicalBytes } from '../engine/tensor.ts';
import type { Variable, Variables } from '../engine/variables.ts';
import { isBatchCounter, stateDict } from '../nn/stateDict.ts';
import { UserError } from '../util/assert.ts';
import type { TrainConfig } from './config.ts';
import type { Lane } from './lanes.ts';
import type { LaneSnapshot } from './snapshot.ts';

/**
 * A lane's parameters and running statistics as a safetensors file, by their names in PyTorch's `state_dict`, with its
 * shapes and in its layout. Its metadata hold configuration, lane and step, which is also what batch norms count.
 */
export function exportLane(
  { variables, summary }: Pick<Lane, 'variables' | 'summary'>,
  { buffers: [parameter, state] }: LaneSnapshot,
  { config, step }: { readonly config: TrainConfig; readonly step: number },
): Uint8Array<ArrayBuffer> {
  const values = ({ kind, type, offset }: Variable) => {
    const source = kind === 'parameter' ? parameter! : state!;
    return unpack(type, new Float32Array(source, offset, physicalBytes(type) / 4));
  };
  const tensors = stateDict(variables).map(
    ({ name, shape, dtype, variable }): [string, SafetensorsTensor] => {
      const data = variable ? values(variable) : Float32Array.of(step);
      return [name, { dtype, shape, data: dtype === 'I64' ? BigInt64Array.from(data, BigInt) : data }];
    },
  );
  return writeSafetensors(tensors, {
    config: JSON.stringify(config),
    lane: summary.name,
    step: String(step),
  });
}

/**
 * Reads values for all parameters and running statistics of a network from a safetensors file with PyTorch's names,
 * such as `exportLane` writes or a converted checkpoint of the authors' code. The `module.` that `DataParallel` puts
 * in front of names may stay, and batch counters may be there or not.
 *
 * @returns physical values, as they lie on the GPU
 * @throws UserError that names what is missing, too much or of another shape.
 */
export function readCheckpoint(
  bytes: Uint8Array,
  variables: Variables,
  fileName = 'The checkpoint',
): Map<Variable, Float32Array<ArrayBuffer>> {
  const { tensors } = parseSafetensors(bytes, fileName);
  const found = new Map([...tensors].map(([name, tensor]) => [name.replace(/^module\./, ''), tensor]));
  const values = new Map<Variable, Float32Array<ArrayBuffer>>();
  const missing: string[] = [];
  for (const variable of variables.all) {
    const { name, type } = variable;
    const tensor = found.get(name);
    found.delete(name);
    if (!tensor) {
      if (!isBatchCounter(name)) missing.push(name);
      continue;
    }
    if (comparable(tensor.shape) !== comparable(type.shape))
      throw new UserError(
        `${fileName}: ${name} is ${formatShape(tensor.shape)}, the model has ${formatShape(type.shape)}; ` +
          'model, normalisation, block sizes, width, depth and classes must be those of the checkpoint.',
      );
    values.set(variable, pack(type, Float32Array.from(tensor.data, Number)));
  }
  const unknown = [...found.keys()].filter((name) => !isBatchCounter(name));
  if (missing.length > 0 || unknown.length > 0)
    throw new UserError(
      `${fileName} does not fit the model: ` +
        [
          ...(missing.length > 0 ? [`it lacks ${listed(missing)}`] : []),
          ...(unknown.length > 0 ? [`it has ${listed(unknown)}, which the model does not`] : []),
        ].join('; ') +
        '. Model and normalisation must be those of the checkpoint.',
    );
  return values;
}

/** Without axes of length one at the end: PyTorch keeps some vectors as columns, and files of earlier versions do not. */
function comparable(shape: readonly number[]): string {
  return formatShape(shape.slice(0, shape.findLastIndex((size) => size !== 1) + 1));
}

const listed = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
