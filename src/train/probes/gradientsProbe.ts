import { Graph } from '../../engine/graph.ts';
import { rangeNorms, rangesOf, rangesType, readRangeNorms } from '../../engine/ops/rangeNorms.ts';
import { flat, physicalBytes } from '../../engine/tensor.ts';
import type { Network } from '../network.ts';
import { LaneProgram } from './laneProgram.ts';
import { openLane, rangeOfWeight } from './layers.ts';
import { forEachLane, ownBuffer, type Probe } from './looking.ts';

/**
 * Looks at the gradients that a step follows and at what it changes: the parameters are copied before it and compared
 * after it, so that the update is that of any optimizer.
 */
export async function createGradientsProbe(network: Network): Promise<Probe> {
  const lanes = await forEachLane(network, async (lane) => {
    const { parameter, gradient } = lane.executor;
    const { layers } = openLane(lane, {
      mode: { training: true, frozen: false, holdsStatistics: true },
      images: 'images',
      batchSize: lane.options.config.batchSize,
    });
    const weights = layers.map(rangeOfWeight);
    const before = ownBuffer(lane.options, 'parameters before the step', parameter.size);
    const ranges = ownBuffer(
      lane.options,
      'ranges of the weights',
      physicalBytes(rangesType(weights.length)),
    );
    lane.options.gpu.device.queue.writeBuffer(ranges.buffer, 0, rangesOf(weights));
    const graph = new Graph();
    const buffers = flat(parameter.size / 4);
    const norms = rangeNorms(
      graph,
      {
        parameter: graph.external('parameter', buffers),
        before: graph.external('before', buffers),
        gradient: graph.external('gradient', buffers),
      },
      graph.external('ranges', rangesType(weights.length)),
    );
    const program = await LaneProgram.create(lane, graph, {
      outputs: { norms },
      externals: { parameter, gradient, before: before.buffer, ranges: ranges.buffer },
    }).catch((error: unknown) => {
      for (const owned of [before, ranges]) owned.destroy();
      throw error;
    });
    return {
      lane,
      program,
      before: before.buffer,
      destroy: () => {
        for (const owned of [before, ranges, program]) owned.destroy();
      },
    };
  });

  return {
    needsStep: true,
    async submit(takeStep, stepping) {
      const goesOn = lanes.filter(({ lane }) => stepping.includes(lane));
      network.submitCopies(goesOn.map(({ lane, before }) => [lane.executor.parameter, before]));
      takeStep();
      network.submitPass((pass) => {
        for (const { program } of goesOn) program.encode(pass);
      });
      const readings = await Promise.all(
        lanes.map((each) => (goesOn.includes(each) ? each.program.read() : Promise.resolve(null))),
      );
      return function* () {
        yield;
        return {
          kind: 'gradients',
          lanes: readings.map(
            (reading) =>
              reading && {
                layers: readRangeNorms(reading.values('norms')).map(({ gradient, parameter, update }) => ({
                  gradient,
                  weight: parameter,
                  update,
                })),
              },
          ),
        };
      };
    },
    destroy: () => {
      for (const lane of lanes) lane.destroy();
    },
  };
}
