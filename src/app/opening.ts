import { readRecording, type Recording } from '../train/recording.ts';
import type { Lab } from './context.ts';
import type { NoGpuReason } from './store/run.ts';

/** Where the recorded run lies beside the page. */
const recordingAddress = 'recorded/glyphs-lenet.json';

export interface Opening {
  readonly loadRecording: () => Promise<Recording>;
  /** Why networks cannot be trained here; null when they can. */
  readonly findNoGpu: () => Promise<NoGpuReason | null>;
  /** Whether the recorded run is shown until the user asks for networks, although they could be trained here. */
  readonly startsRecorded: boolean;
  /** Whether the recorded run stands still at its end. */
  readonly isStill: boolean;
}

type Part = Pick<Lab, 'run' | 'config' | 'controller'>;

/**
 * What the page shows at first: the networks that its address asks for, or a recorded run until the user asks for
 * theirs. Where no network can be trained the recorded run is all there is.
 */
export async function openWith(lab: Part, opening: Opening): Promise<void> {
  const { run, config, controller } = lab;
  const noGpu = opening.findNoGpu();
  if (opening.startsRecorded) {
    const { config: asked } = config.getState();
    const recording = await opening.loadRecording().catch(() => null);
    const isUntouched = run.getState().runId === 0 && config.getState().config === asked;
    if (recording && isUntouched) controller.show(recording, 'preview', opensAt(recording, opening));
  }
  const reason = await noGpu;
  if (reason !== null) await showOnly(lab, reason, opening);
  else if (run.getState().runId === 0) controller.reset();
}

/** Shows the recorded run as all there is, with the reason; when it cannot be loaded, the reason alone. */
export async function showOnly(
  { run, controller }: Part,
  reason: NoGpuReason,
  opening: Pick<Opening, 'loadRecording' | 'isStill'>,
): Promise<void> {
  const recording = await opening.loadRecording().catch(() => null);
  if (recording) controller.show(recording, 'only', opensAt(recording, opening));
  run.setState({ noGpu: reason });
}

/** With the first test of the networks there is something to see in every panel. */
function opensAt({ evaluations, ready }: Recording, { isStill }: Pick<Opening, 'isStill'>) {
  return { opensAt: isStill ? ready.totalSteps : (evaluations[0]?.step ?? 0) };
}

let loading: Promise<Recording> | null = null;

/** Loads the recorded run that comes with the page, once. */
export function loadRecording(): Promise<Recording> {
  loading ??= fetch(new URL(recordingAddress, document.baseURI)).then(async (response) => {
    if (!response.ok) throw new Error(`${recordingAddress}: ${response.status}`);
    const recording = readRecording(await response.text());
    // What follows from it is work for another task.
    await new Promise<void>((resolve) => setTimeout(resolve));
    return recording;
  });
  return loading;
}

/** Asks the browser whether networks can be trained here. */
export async function findNoGpu(): Promise<NoGpuReason | null> {
  // Typed as always there, but browsers without WebGPU and insecure pages lack it.
  const { gpu } = navigator as { gpu?: GPU };
  if (!gpu) return isSecureContext ? 'missing' : 'insecure';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? null : 'noAdapter';
}
