import { writeSafetensors, type SafetensorsTensor } from '../data/safetensors.ts';
import { unpack } from '../engine/layout.ts';
import { physicalBytes } from '../engine/tensor.ts';
import type { TrainConfig } from './config.ts';
import type { Lane } from './lanes.ts';
import type { LaneSnapshot } from './snapshot.ts';

/**
 * A lane's parameters and running statistics as a safetensors file, by their names in PyTorch's `state_dict` and
 * in PyTorch's layout. Its metadata hold configuration, lane and step.
 */
export function exportLane(
  { variables, summary }: Pick<Lane, 'variables' | 'summary'>,
  { buffers: [parameter, state] }: LaneSnapshot,
  { config, step }: { readonly config: TrainConfig; readonly step: number },
): Uint8Array<ArrayBuffer> {
  const tensors = variables.all.map(({ name, kind, type, offset }): [string, SafetensorsTensor] => {
    const source = kind === 'parameter' ? parameter! : state!;
    const physical = new Float32Array(source, offset, physicalBytes(type) / 4);
    return [name, { dtype: 'F32', shape: type.shape, data: unpack(type, physical) }];
  });
  return writeSafetensors(tensors, {
    config: JSON.stringify(config),
    lane: summary.name,
    step: String(step),
  });
}
