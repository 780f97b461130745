import { createStore, type StoreApi } from 'zustand/vanilla';
import { roundUpNicely } from '../charts/scale.ts';
import type { ProbeEvent } from '../../train/events.ts';
import type { PicturesEvent } from '../../worker/protocol.ts';
import type { MatrixShading } from '../../engine/ops/colorMatrix.ts';
import type { ProbeKind, ProbeRequest, ProbeResult, ResultOf } from '../../train/probes/probe.ts';

/** Looks that are kept to play back; of more than that, the older ones are thinned out. */
export const keptLooks = 60;

/** What the page looks at inside the networks, and what it saw there. */
export interface InsideState {
  /** Names the look at hand; events of others are old news. */
  readonly watchId: number;
  readonly request: ProbeRequest | null;
  /** How the GPU colours matrices that are looked at; null where it draws none. */
  readonly shading: MatrixShading | null;
  readonly event: ProbeEvent | null;
  /** Matrices of the same look, where the GPU draws them. */
  readonly pictures: PicturesEvent['lanes'] | null;
  /** Why there is nothing to see. */
  readonly failure: string | null;
  /** Kernels of each layer over the run, by layer. */
  readonly kernels: Readonly<Record<number, readonly ProbeEvent[]>>;
  /** Gradients over the run. */
  readonly gradients: readonly ProbeEvent[];
  /** Ends of the scales on which maps of the run are drawn, by what they show. */
  readonly scales: Readonly<Record<string, number>>;
}

export type InsideStore = StoreApi<InsideState>;

export function isOfKind<Kind extends ProbeKind>(
  result: ProbeResult,
  kind: Kind,
): result is ProbeResult & ResultOf<Kind> {
  return result.kind === kind;
}

export function createInsideStore(): InsideStore {
  const store = createStore<InsideState>()(() => ({ watchId: 0, request: null, shading: null, ...ofNoRun }));
  store.subscribe((state, { pictures }) => {
    if (state.pictures !== pictures) closePictures(pictures);
  });
  return store;
}

const ofNoRun = {
  event: null,
  pictures: null,
  failure: null,
  kernels: {},
  gradients: [],
  scales: {},
} as const;

/** A look at something else. */
export function lookAt(state: InsideState, request: ProbeRequest | null): InsideState {
  return {
    ...state,
    request: shaded(request, state.shading),
    watchId: state.watchId + 1,
    event: null,
    pictures: null,
    failure: null,
  };
}

/** The same look, and those to come, at matrices that the GPU draws in colours such as these. */
export function shadeLook(state: InsideState, shading: MatrixShading): InsideState {
  return { ...state, shading, request: shaded(state.request, shading) };
}

function shaded(request: ProbeRequest | null, shading: MatrixShading | null): ProbeRequest | null {
  return request?.kind === 'covariance' && shading ? { ...request, shading } : request;
}

/** Shows pictures of the look at hand, and closes those of others. */
export function addPictures(state: InsideState, { watchId, lanes }: PicturesEvent): InsideState {
  if (watchId === state.watchId) return { ...state, pictures: lanes };
  closePictures(lanes);
  return state;
}

/** The pictures that may stand beside the numbers of a look, which is drawn later than it comes: of no other. */
export function picturesBeside(
  { watchId, pictures }: InsideState,
  ofLook: number | undefined,
): InsideState['pictures'] {
  return watchId === ofLook ? pictures : null;
}

/** Frees what no page shows any more; of those that a canvas took nothing is left. */
export function closePictures(lanes: InsideState['pictures']): void {
  for (const pair of lanes ?? [])
    for (const picture of pair ? [pair.before, pair.after] : []) picture.close();
}

/** A new run: what is looked at stays, what was seen does not. */
export function forgetLooks(state: InsideState): InsideState {
  return { ...state, ...ofNoRun };
}

/** What was seen after `step` did not happen, nor did what that step was seen to do. */
export function rewindLooks(state: InsideState, step: number): InsideState {
  const happened = ({ step: at, result: { kind } }: ProbeEvent) =>
    at < step || (at === step && kind !== 'gradients' && kind !== 'step');
  const { event, gradients, kernels } = state;
  return {
    ...state,
    ...(event && !happened(event) && { event: null, pictures: null }),
    gradients: gradients.filter(happened),
    kernels: Object.fromEntries(
      Object.entries(kernels).map(([layer, looks]) => [layer, looks.filter(happened)]),
    ),
  };
}

/** Adds to what was seen; a second look at the same step replaces the first. */
export function addLook(state: InsideState, event: ProbeEvent): InsideState {
  if (event.watchId !== state.watchId || !state.request) return state;
  const { request } = state;
  const { kind } = event.result;
  if (kind === 'gradients') return { ...state, event, gradients: keep(state.gradients, event) };
  if (kind !== 'kernels' || request.kind !== 'kernels') return { ...state, event };
  const { layer } = request;
  return {
    ...state,
    event,
    kernels: { ...state.kernels, [layer]: keep(state.kernels[layer] ?? [], event) },
  };
}

/** A scale on which `size` can be shown beside all that was so far: round, so that it seldom moves, and never smaller. */
export function scaleOf({ scales }: InsideState, name: string, size: number): number {
  const known = scales[name] ?? 0;
  return size > known ? roundUpNicely(size) : known;
}

/** Holds on to the scale that a look needs; what was seen of an earlier run needs none. */
export function keepScale(state: InsideState, name: string, size: number): InsideState {
  const scale = scaleOf(state, name, size);
  return state.event === null || scale === state.scales[name]
    ? state
    : { ...state, scales: { ...state.scales, [name]: scale } };
}

function keep(looks: readonly ProbeEvent[], event: ProbeEvent): readonly ProbeEvent[] {
  const kept = [...looks.filter(({ step }) => step < event.step), event];
  if (kept.length <= keptLooks) return kept;
  // Every other one, the first and the last always.
  return kept.filter((_, i) => i % 2 === 0 || i === kept.length - 1);
}
