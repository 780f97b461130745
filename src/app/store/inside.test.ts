import { expect, test } from 'vitest';
import type { ProbeEvent } from '../../train/events.ts';
import {
  addLook,
  addPictures,
  createInsideStore,
  forgetLooks,
  keepScale,
  keptLooks,
  lookAt,
  picturesBeside,
  rewindLooks,
  scaleOf,
  shadeLook,
} from './inside.ts';

const event = (watchId: number, step: number, kind: 'gradients' | 'kernels' = 'gradients'): ProbeEvent => ({
  type: 'probe',
  runId: 1,
  watchId,
  step,
  result: { kind, lanes: [] },
  lostMs: 1,
  analysisMs: 1,
  intervalMs: 250,
});

test('keeps what was asked for and nothing of an earlier look', () => {
  const state = lookAt(createInsideStore().getState(), { kind: 'gradients' });
  expect(addLook(state, event(state.watchId - 1, 3))).toBe(state);
  expect(addLook(state, event(state.watchId, 3)).event).toMatchObject({ step: 3 });
  expect(lookAt(addLook(state, event(state.watchId, 3)), null)).toMatchObject({ event: null, request: null });
});

test('keeps a bounded history over the whole run, by layer', () => {
  let state = lookAt(createInsideStore().getState(), { kind: 'kernels', layer: 2 });
  for (let step = 0; step < 1000; step++) state = addLook(state, event(state.watchId, step, 'kernels'));
  const steps = state.kernels[2]!.map(({ step }) => step);
  expect(steps.length).toBeLessThanOrEqual(keptLooks);
  expect(steps.length).toBeGreaterThan(keptLooks / 3);
  expect([steps[0], steps.at(-1)]).toEqual([0, 999]);
  expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  expect(rewindLooks(state, 500).kernels[2]!.every(({ step }) => step <= 500)).toBe(true);
  expect(forgetLooks(state)).toMatchObject({ kernels: {}, event: null, watchId: state.watchId });
});

test('what was seen later than a run was taken back to is seen no more', () => {
  const looked = (kind: 'gradients' | 'kernels', step: number) => {
    const state = lookAt(createInsideStore().getState(), kind === 'kernels' ? { kind, layer: 2 } : { kind });
    return addLook(state, event(state.watchId, step, kind));
  };
  expect(rewindLooks(looked('kernels', 5), 4)).toMatchObject({ event: null, kernels: { 2: [] } });
  expect(rewindLooks(looked('kernels', 4), 4)).toMatchObject({ event: { step: 4 } });
  // Gradients are those of the step that follows.
  expect(rewindLooks(looked('gradients', 4), 4)).toMatchObject({ event: null, gradients: [] });
  expect(rewindLooks(looked('gradients', 3), 4)).toMatchObject({ event: { step: 3 } });
});

test('a second look at a step replaces the first', () => {
  let state = lookAt(createInsideStore().getState(), { kind: 'gradients' });
  for (const step of [0, 5, 5]) state = addLook(state, event(state.watchId, step));
  expect(state.gradients.map(({ step }) => step)).toEqual([0, 5]);
});

test('a scale grows with what is shown, in round steps, and falls only with another run', () => {
  const empty = lookAt(createInsideStore().getState(), { kind: 'gradients' });
  let state = addLook(empty, event(empty.watchId, 0));
  const shown = [0.31, 0.34, 0.1, 7.2, 0.5].map((size) => {
    const scale = scaleOf(state, 'covariance 0', size);
    state = keepScale(state, 'covariance 0', size);
    expect(scaleOf(state, 'covariance 0', size)).toBe(scale);
    return scale;
  });
  expect(shown).toEqual([0.4, 0.4, 0.4, 8, 8]);
  expect(scaleOf(state, 'activations 0', 0.1)).toBe(0.1);
  // What still stands of the run before is not kept for the next.
  const next = forgetLooks(state);
  expect(keepScale(next, 'covariance 0', 7.2).scales).toEqual({});
});

test('pictures are closed when others take their place, when they are of another look, and with the look', () => {
  const store = createInsideStore();
  const shading = { palette: new Uint32Array(256), min: -1, max: 1, isCorrelation: true };
  store.setState((state) => lookAt(state, { kind: 'covariance', layer: 1 }), true);
  const { watchId } = store.getState();
  store.setState((state) => shadeLook(state, shading), true);
  // No other look, for which all would be computed anew.
  expect(store.getState()).toMatchObject({ watchId, request: { kind: 'covariance', layer: 1, shading } });
  const closed: string[] = [];
  const show = (of: number, name: string) => {
    const picture = (when: string) =>
      ({ close: () => closed.push(`${name} ${when}`) }) as unknown as ImageBitmap;
    const lanes = [{ before: picture('before'), after: picture('after') }, null];
    store.setState((state) => addPictures(state, { type: 'pictures', runId: 1, watchId: of, lanes }), true);
    return lanes;
  };
  const first = show(watchId, 'first');
  expect(store.getState().pictures).toBe(first);
  show(watchId - 1, 'old');
  expect(store.getState().pictures).toBe(first);
  expect(closed.splice(0)).toEqual(['old before', 'old after']);
  show(watchId, 'second');
  expect(closed.splice(0)).toEqual(['first before', 'first after']);
  expect(picturesBeside(store.getState(), watchId)).toBe(store.getState().pictures);
  expect(picturesBeside(store.getState(), watchId - 1)).toBeNull();
  store.setState(forgetLooks, true);
  expect(closed).toEqual(['second before', 'second after']);
  expect(store.getState().pictures).toBeNull();
  // The next look begins in the same colours, and is not made without and then with them.
  store.setState((state) => lookAt(state, { kind: 'covariance', layer: 2 }), true);
  expect(store.getState().request).toEqual({ kind: 'covariance', layer: 2, shading });
});
