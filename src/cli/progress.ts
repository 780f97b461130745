import { duration, percent, significant } from '../util/format.ts';
import type { LaneSummary, MetricsEvent, SessionEvent, TestResult } from '../train/events.ts';
import type { KernelsLook } from '../train/probes/probe.ts';
import { describeDifference } from '../train/parse.ts';
import { unreachable } from '../util/assert.ts';

interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Seconds between two lines where the output is no terminal. */
const lineInterval = 5;

/** Shows a run's events: a bar that is redrawn on a terminal, plain lines elsewhere. */
export class Progress {
  private readonly output: Output;
  private readonly now: () => number;
  private lanes: readonly LaneSummary[] = [];
  private losses: number[] = [];
  private accuracies: (TestResult | null)[] = [];
  private totalSteps = 0;
  private batchSize = 0;
  private lastLine = -Infinity;
  private hasBar = false;
  private phase = '';
  /** Where the rate is counted from. */
  private warm: { readonly step: number; readonly seconds: number } | null = null;

  constructor(output: Output, now: () => number = () => performance.now() / 1000) {
    this.output = output;
    this.now = now;
  }

  show(event: SessionEvent): void {
    switch (event.type) {
      case 'adapter': {
        const { vendor, architecture, description, isFallback } = event.adapter;
        const name = [vendor, architecture, description].filter(Boolean).join(' ');
        this.line(`Adapter: ${name || 'unnamed'}${isFallback ? ' (software: correct, but slow)' : ''}`);
        return;
      }
      case 'progress': {
        const what = event.phase === 'data' ? 'Loading data' : 'Compiling kernels';
        if (this.output.isTTY) this.bar(`${what} ${event.done}/${event.total}`);
        else if (this.phase !== event.phase) this.line(`${what} …`);
        this.phase = event.phase;
        return;
      }
      case 'ready':
        this.lanes = event.lanes;
        this.losses = event.lanes.map(() => NaN);
        this.accuracies = event.lanes.map(() => null);
        this.totalSteps = event.totalSteps;
        this.batchSize = event.config.batchSize;
        for (const lane of event.lanes) this.line(describeLane(lane));
        this.line(describeDifference(event.config.lanes));
        for (const note of event.notes) this.line(`Note: ${note}`);
        return;
      case 'metrics': {
        this.losses = event.lanes.map(({ losses }) => losses.at(-1) ?? NaN);
        const text = this.describeStep(event);
        if (this.output.isTTY) this.bar(text);
        else if (this.now() - this.lastLine >= lineInterval) this.line(text);
        return;
      }
      case 'evaluation':
        this.accuracies = [...event.lanes];
        this.line(
          `step ${event.step} test: ${event.lanes
            .map(
              (lane, i) =>
                `${this.laneLabel(i)} ${lane ? `${percent(lane.accuracy)} loss ${significant(lane.loss)}` : 'stopped'}`,
            )
            .join(' | ')}`,
        );
        return;
      case 'laneStopped':
        this.line(`Lane ${this.laneLabel(event.lane)} stopped: ${event.reason}`);
        return;
      case 'goalReached':
        this.line(`Paused at step ${event.step}: ${event.reason}`);
        return;
      case 'checkpoints':
      case 'stepSplit':
      case 'rewound':
      case 'grown':
        return;
      case 'probe':
        if (event.result.kind === 'kernels')
          this.line(
            `step ${event.step} centre-surround index: ${event.result.lanes
              .map((look, i) => `${this.laneLabel(i)} ${look ? describeIndices(look) : 'stopped'}`)
              .join(' | ')}`,
          );
        return;
      case 'probeFailed':
        this.line(event.message);
        return;
      case 'deviceLost':
        this.line(`The GPU device was lost at step ${event.step}: ${event.reason}`);
        return;
      case 'error':
        this.line(`Error: ${event.message}`);
        return;
      case 'status':
        if (event.status === 'finished' || event.status === 'stopped')
          this.line(`${capitalize(event.status)} at step ${event.step}.`);
        return;
      default:
        unreachable(event);
    }
  }

  /** A line of its own; a bar that stands there gives way. */
  line(text: string): void {
    this.output.write(`${this.hasBar ? '\r\x1b[K' : ''}${text}\n`);
    this.hasBar = false;
    this.lastLine = this.now();
  }

  private bar(text: string): void {
    const width = (this.output.columns ?? 80) - 1;
    this.output.write(`\r\x1b[K${text.slice(0, width)}`);
    this.hasBar = true;
  }

  /** What matters most comes first: a narrow terminal cuts the end off. */
  private describeStep({ firstStep, learningRates, seconds }: MetricsEvent): string {
    const step = firstStep + learningRates.length;
    // The first stretch holds the driver's own compilation; a rate that includes it would frighten.
    this.warm ??= { step, seconds };
    const steps = step - this.warm.step;
    const secondsPerStep = steps > 0 ? (seconds - this.warm.seconds) / steps : NaN;
    const lanes = this.losses.map((loss, i) => {
      const evaluation = this.accuracies[i];
      return `${this.laneLabel(i)} ${significant(loss)}${evaluation ? ` (${percent(evaluation.accuracy)})` : ''}`;
    });
    const share = step / Math.max(1, this.totalSteps);
    const cells = Math.round(share * 10);
    const meter = this.output.isTTY ? ` ${'█'.repeat(cells)}${'░'.repeat(10 - cells)}` : '';
    return (
      `${step}/${this.totalSteps}${meter} ${Math.floor(share * 100)} %` +
      ` ETA ${duration((this.totalSteps - step) * secondsPerStep)}` +
      ` | loss ${lanes.join(', ')} | ${significant(this.batchSize / secondsPerStep)} img/s`
    );
  }

  private laneLabel(index: number): string {
    const lane = this.lanes[index];
    return lane ? `${lane.name} ${lane.normalization}` : String(index);
  }
}

function describeLane({
  name,
  normalization,
  parameters,
  dispatchesPerStep,
  bufferBytes,
}: LaneSummary): string {
  return (
    `Lane ${name}: ${normalization}, ${parameters} parameters, ${dispatchesPerStep} dispatches a step, ` +
    `${significant(bufferBytes / 1e6)} MB`
  );
}

/** Of the kernels of a layer: D, W and W D, where it whitens. */
function describeIndices({ weight, deconvIndex, weightIndex, effectiveIndex }: KernelsLook): string {
  if (weight.side === 1) return 'has no kernels';
  const all = [
    ['D', deconvIndex],
    ['W', weightIndex],
    ['W D', effectiveIndex],
  ] as const;
  return all.flatMap(([name, index]) => (index === null ? [] : [`${name} ${significant(index)}`])).join(', ');
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
