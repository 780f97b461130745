import type { AdapterDescription } from '../gpu/device.ts';
import type { Normalization, TrainConfig } from '../train/config.ts';
import type { MetricsEvent, SessionEvent } from '../train/events.ts';
import type { KernelsLook } from '../train/probes/probe.ts';

export interface LaneReport {
  name: string;
  normalization: Normalization;
  parameters: number;
  /** Loss of every step that the lane took. */
  losses: number[];
  evaluations: { step: number; accuracy: number; loss: number }[];
  /** Centre-surround indices of the first layer, as {@link KernelsLook} has them; where they were asked for. */
  kernels?: Pick<KernelsLook, 'deconvIndex' | 'weightIndex' | 'effectiveIndex'>;
  gpuMsPerStep: number;
  imagesPerSecond: number;
  dispatchesPerStep: number;
  bufferBytes: number;
}

export interface RunReport {
  readonly config: TrainConfig;
  readonly adapter: AdapterDescription | null;
  readonly lanes: readonly LaneReport[];
}

/** Gathers a run's events into what `--json` writes. */
export class ReportCollector {
  private config: TrainConfig;
  private adapter: AdapterDescription | null = null;
  private lanes: LaneReport[] = [];
  private batchSize = 0;
  private warm: { readonly step: number; readonly seconds: number } | null = null;

  constructor(config: TrainConfig) {
    this.config = config;
  }

  collect(event: SessionEvent): void {
    if (event.type === 'adapter') this.adapter = event.adapter;
    if (event.type === 'ready') {
      this.config = event.config;
      this.batchSize = event.config.batchSize;
      this.lanes = event.lanes.map((lane) => ({
        name: lane.name,
        normalization: lane.normalization,
        parameters: lane.parameters,
        losses: [],
        evaluations: [],
        gpuMsPerStep: 0,
        imagesPerSecond: 0,
        dispatchesPerStep: lane.dispatchesPerStep,
        bufferBytes: lane.bufferBytes,
      }));
    }
    if (event.type === 'metrics') {
      const imagesPerSecond = this.rate(event);
      this.lanes.forEach((lane, index) => {
        // A session that was rebuilt after a lost device goes back to its snapshot.
        lane.losses.length = Math.min(lane.losses.length, event.firstStep);
        for (const loss of event.lanes[index]!.losses) if (Number.isFinite(loss)) lane.losses.push(loss);
        lane.gpuMsPerStep = event.lanes[index]!.gpuMsPerStep;
        lane.imagesPerSecond = imagesPerSecond;
      });
    }
    if (event.type === 'evaluation')
      event.lanes.forEach((result, index) => {
        if (!result) return;
        const evaluations = this.lanes[index]!.evaluations;
        const { accuracy, loss } = result;
        const known = evaluations.findIndex(({ step }) => step >= event.step);
        evaluations.splice(known < 0 ? evaluations.length : known, Infinity, {
          step: event.step,
          accuracy,
          loss,
        });
      });
    if (event.type === 'probe' && event.result.kind === 'kernels')
      event.result.lanes.forEach((look, index) => {
        if (!look) return;
        const { deconvIndex, weightIndex, effectiveIndex } = look;
        this.lanes[index]!.kernels = { deconvIndex, weightIndex, effectiveIndex };
      });
  }

  /** Images per second of the whole run but its first stretch, in which the driver still compiles. */
  private rate({ firstStep, learningRates, seconds, imagesPerSecond }: MetricsEvent): number {
    const step = firstStep + learningRates.length;
    this.warm ??= { step, seconds };
    const [steps, passed] = [step - this.warm.step, seconds - this.warm.seconds];
    return steps > 0 && passed > 0 ? (steps * this.batchSize) / passed : imagesPerSecond;
  }

  get report(): RunReport {
    return { config: this.config, adapter: this.adapter, lanes: this.lanes };
  }
}
