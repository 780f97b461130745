import { unreachable, UserError } from '../util/assert.ts';
import type { Screen } from '../train/probes/matrixView.ts';
import type { LookPictures } from '../train/probes/watch.ts';
import { answerQuestion } from '../train/questions.ts';
import { Session } from '../train/session.ts';
import { BrowserFiles } from './browserFiles.ts';
import { decodeImages } from './decodeImages.ts';
import { MatrixCanvas, picturesOf } from './matrixCanvas.ts';
import type { Command, Event } from './protocol.ts';
import { requestTunedGpu } from './tunedGpu.ts';

/** How often a session is rebuilt after a lost device before the worker gives up. */
const maxRebuilds = 3;

const lostTooOften =
  `The GPU device was lost ${maxRebuilds + 1} times in this run. A smaller batch, model or width asks less of it; ` +
  'otherwise restart the browser, or update the graphics driver.';

/** What of a worker's global scope is used; the compiler's own type of it excludes that of a page. */
interface WorkerScope {
  readonly navigator: { readonly gpu?: GPU };
  postMessage(message: Event, transfer: Transferable[]): void;
  onmessage: ((message: { readonly data: Command }) => void) | null;
}

const worker = self as unknown as WorkerScope;
let rebuilds = 0;
let matrixCanvas: MatrixCanvas | null = null;
let runId = 0;

function post(event: Event): void {
  worker.postMessage(event, transferables(event));
}

/** Memory that moves to the page instead of being copied. */
function transferables(event: Event): Transferable[] {
  if (event.type === 'answer' && event.answer.type === 'samples')
    return event.answer.images.map(({ pixels }) => pixels.buffer);
  if (event.type === 'probe') return buffersWithin(event.result);
  if (event.type === 'pictures') return picturesOf(event.lanes);
  if (event.type !== 'metrics') return [];
  const arrays = [
    event.learningRates,
    ...event.lanes.flatMap(({ losses, accuracies }) => [losses, accuracies]),
  ];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

/** The memory of every typed array in a value of plain objects and arrays. */
function buffersWithin(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(buffersWithin))];
}

const screen: Screen<LookPictures> = {
  get isOn() {
    return matrixCanvas?.canShow !== false;
  },
  show: ({ runId: run, watchId, ...pictures }) => {
    matrixCanvas ??= new MatrixCanvas();
    // With none the page draws the numbers.
    post({ type: 'pictures', runId: run, watchId, lanes: matrixCanvas.draw(pictures) ?? [] });
  },
};

function sentence(error: unknown): string {
  return error instanceof UserError ? error.message : `Unexpected failure: ${String(error)}`;
}

function fail(run: number, error: unknown): void {
  // Nobody waits for a run that was overtaken, and the files under way are another's.
  if (run < runId) return;
  // Another attempt looks at every place anew.
  files.cancel();
  post({ type: 'error', runId: run, message: sentence(error) });
}

const files = new BrowserFiles((progress, notices) =>
  post({ type: 'delivery', runId, files: progress, notices }),
);

const session = new Session({
  requestDevice: () => {
    const { gpu } = worker.navigator;
    if (!gpu) throw new UserError('This browser offers no WebGPU to workers. Use a current Chrome or Edge.');
    return requestTunedGpu(gpu);
  },
  openSources: (request) => files.open(request),
  refuseSources: (error) => files.refuse(error),
  isGrowing: true,
  decodeImages,
  onFailure: (error) => fail(runId, error),
  screen,
  emit: (event) => {
    post(event);
    if (event.type !== 'deviceLost') return;
    // Showing what it draws may be what lost it, and would again.
    matrixCanvas?.stop();
    if (rebuilds++ < maxRebuilds) session.rebuild().catch((error: unknown) => fail(event.runId, error));
    else fail(event.runId, new UserError(lostTooOften));
  },
});

function handle(command: Command): void {
  if (command.runId < runId) return;
  switch (command.type) {
    case 'start':
      runId = command.runId;
      rebuilds = 0;
      if (files.begin(command) || command.isAnew) session.forgetData();
      session.start(command.config, runId).catch((error: unknown) => fail(command.runId, error));
      return;
    case 'play':
      session.play();
      return;
    case 'pause':
      session.pause();
      return;
    case 'advance':
      session.advance(command.steps);
      return;
    case 'pace':
      session.pace.set(command.stepsPerSecond);
      return;
    case 'change':
      session.change(command.settings);
      return;
    case 'cancelData':
      files.cancel();
      return;
    case 'stop':
      session.stop();
      return;
    case 'rewind':
      session.rewind(command.step).catch((error: unknown) => fail(command.runId, error));
      return;
    case 'look':
      session.look(command.request, command.watchId).catch((error: unknown) => fail(command.runId, error));
      return;
    case 'ask': {
      const { requestId, question } = command;
      answerQuestion(session, question).then(
        (answer) => post({ type: 'answer', runId: command.runId, requestId, answer }),
        (error: unknown) =>
          post({ type: 'refused', runId: command.runId, requestId, message: sentence(error) }),
      );
      return;
    }
    default:
      unreachable(command);
  }
}

worker.onmessage = ({ data }) => handle(data);
