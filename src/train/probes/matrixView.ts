import { assert } from '../../util/assert.ts';
import { Graph } from '../../engine/graph.ts';
import {
  colorMatrix,
  packScale,
  pixelPitch,
  scaleType,
  type MatrixShading,
} from '../../engine/ops/colorMatrix.ts';
import { flat, matrix, physicalBytes } from '../../engine/tensor.ts';
import type { BufferRange } from '../../gpu/executor.ts';
import type { Lane } from '../lanes.ts';
import type { Network } from '../network.ts';
import { LaneProgram } from './laneProgram.ts';
import { forEachLane, ownBuffer } from './looking.ts';
import type { Lanes, Treatment } from './probe.ts';

/** A picture in the GPU's memory: `side` rows of `side` opaque pixels, RGBA of a byte each. */
export interface MatrixPixels extends BufferRange {
  readonly side: number;
  readonly bytesPerRow: number;
}

/** Of the statistics of what a layer sees. */
export interface BeforeAfter<Seen> {
  readonly before: Seen;
  readonly after: Seen;
}

/** Pictures as everything submitted so far leaves them; null for a lane that is not looked at. */
export interface MatrixPictures {
  readonly device: GPUDevice;
  readonly lanes: Lanes<BeforeAfter<MatrixPixels>>;
}

/** Where pictures are seen. */
export interface Screen<Pictures> {
  /** Once it is off nothing is drawn for it any more. */
  readonly isOn: boolean;
  /** Takes pictures there, before anything else is submitted. */
  readonly show: (pictures: Pictures) => void;
}

/** Matrices [features, features] of a lane. */
export interface LaneMatrices extends BeforeAfter<BufferRange> {
  readonly features: number;
  readonly treatment: Treatment;
}

export interface MatrixViewOptions {
  /** At the beginning. */
  readonly shading: MatrixShading;
  readonly screen: Screen<MatrixPictures>;
}

/** The matrices of all lanes as pictures, for which no processor reads them. */
export class MatrixView {
  private readonly network: Network;
  private readonly lanes: readonly LaneView[];
  private readonly screen: Screen<MatrixPictures>;
  private shading: MatrixShading;
  /** By lane; null before the first look. */
  private isLookedAt: readonly boolean[] | null = null;

  static async create(
    network: Network,
    matrices: readonly LaneMatrices[],
    options: MatrixViewOptions,
  ): Promise<MatrixView> {
    const steps = options.shading.palette.length;
    const lanes = await forEachLane(network, (lane, i) => LaneView.create(lane, matrices[i]!, steps));
    return new MatrixView(network, lanes, options);
  }

  private constructor(network: Network, lanes: readonly LaneView[], { shading, screen }: MatrixViewOptions) {
    this.network = network;
    this.lanes = lanes;
    this.shading = shading;
    this.screen = screen;
  }

  /** Shows the matrices of some lanes, as everything submitted so far leaves them. */
  draw(isLookedAt: readonly boolean[]): void {
    const { network, lanes, shading, screen } = this;
    this.isLookedAt = isLookedAt;
    // What was shown last stays.
    if (network.isLost || !screen.isOn) return;
    network.submitPass((pass) => {
      for (const [i, lane] of lanes.entries()) if (isLookedAt[i]) lane.encode(pass, shading);
    });
    screen.show({
      device: network.device,
      lanes: lanes.map(({ pixels }, i) => (isLookedAt[i] ? pixels : null)),
    });
  }

  /** Shows what was drawn last, and all that will be, in other colours. */
  shade(shading: MatrixShading): void {
    this.shading = shading;
    if (this.isLookedAt) this.draw(this.isLookedAt);
  }

  destroy(): void {
    for (const lane of this.lanes) lane.destroy();
  }
}

class LaneView {
  readonly pixels: BeforeAfter<MatrixPixels>;
  private readonly queue: GPUQueue;
  private readonly program: LaneProgram;
  private readonly inputs: Inputs;

  /** @param steps colours of every palette to come */
  static async create(lane: Lane, matrices: LaneMatrices, steps: number): Promise<LaneView> {
    const { features, treatment, before, after } = matrices;
    const inputs = createInputs(lane, steps);
    const graph = new Graph();
    const color = (name: 'before' | 'after', scale: keyof Inputs) =>
      colorMatrix(graph, graph.external(name, matrix(features, features)), {
        palette: graph.external('palette', flat(steps)),
        scale: graph.external(scale, scaleType),
      });
    try {
      const program = await LaneProgram.create(lane, graph, {
        outputs: {
          before: color('before', 'scale'),
          // What scaling makes of a covariance is always its correlations.
          after: color('after', treatment === 'scaled' ? 'correlations' : 'scale'),
        },
        externals: {
          before: start(before),
          after: start(after),
          palette: inputs.palette.buffer,
          scale: inputs.scale.buffer,
          correlations: inputs.correlations.buffer,
        },
        isRead: false,
      });
      return new LaneView(lane, { program, inputs, features });
    } catch (error) {
      destroyAll(inputs);
      throw error;
    }
  }

  private constructor(
    { options }: Lane,
    { program, inputs, features: side }: { program: LaneProgram; inputs: Inputs; features: number },
  ) {
    this.queue = options.gpu.device.queue;
    this.program = program;
    this.inputs = inputs;
    const pixels = (name: string) => ({ ...program.range(name), side, bytesPerRow: 4 * pixelPitch(side) });
    this.pixels = { before: pixels('before'), after: pixels('after') };
  }

  encode(pass: GPUComputePassEncoder, shading: MatrixShading): void {
    const { palette, scale, correlations } = this.inputs;
    const { length } = shading.palette;
    assert(palette.buffer.size === physicalBytes(flat(length)), `a palette changes its length to ${length}`);
    this.queue.writeBuffer(palette.buffer, 0, shading.palette);
    this.queue.writeBuffer(scale.buffer, 0, packScale(shading));
    this.queue.writeBuffer(correlations.buffer, 0, packScale({ ...shading, isCorrelation: true }));
    this.program.encode(pass);
  }

  destroy(): void {
    this.program.destroy();
    destroyAll(this.inputs);
  }
}

type Inputs = ReturnType<typeof createInputs>;

function createInputs({ options }: Lane, steps: number) {
  return {
    palette: ownBuffer(options, 'palette', physicalBytes(flat(steps))),
    scale: ownBuffer(options, 'scale', physicalBytes(scaleType)),
    correlations: ownBuffer(options, 'scale of correlations', physicalBytes(scaleType)),
  };
}

function destroyAll(inputs: Inputs): void {
  for (const input of Object.values(inputs)) input.destroy();
}

/** The buffer that a matrix lies in. */
function start({ buffer, offset }: BufferRange): GPUBuffer {
  assert(offset === 0, `a matrix lies at ${offset} of ${buffer.label}, not at its start`);
  return buffer;
}
