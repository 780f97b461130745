import { beforeEach, expect, test, vi } from 'vitest';
import { createHolding } from './holding.ts';
import { createRunStore } from './store/run.ts';
import { createViewStore } from './store/view.ts';
import type { Controller } from './controller.ts';

const run = createRunStore();
const view = createViewStore();
const pause = vi.fn(() => run.setState({ status: 'paused' }));
const play = vi.fn(() => run.setState({ status: 'running', goal: null }));
let say: ReturnType<typeof createHolding>;

beforeEach(() => {
  pause.mockClear();
  play.mockClear();
  run.setState({ status: 'running', goal: null });
  view.setState({ holds: ['hidden', 'battery'] });
  say = createHolding({ run, view, controller: { pause, play } as unknown as Controller });
});

test('a run holds with a sentence while a reason is there, and goes on when the last has gone', () => {
  say('hidden', true);
  expect(run.getState().status).toBe('paused');
  expect(run.getState().goal).toContain('not seen');
  say('battery', true);
  say('hidden', false);
  expect(play).not.toHaveBeenCalled();
  say('battery', false);
  expect(play).toHaveBeenCalledOnce();
  expect(pause).toHaveBeenCalledOnce();
});

test('a reason that was not chosen is none', () => {
  view.setState({ holds: ['battery'] });
  say('hidden', true);
  say('hidden', false);
  expect(pause).not.toHaveBeenCalled();
  expect(play).not.toHaveBeenCalled();
});

test('what the user paused stays paused, and what the user plays goes on', () => {
  run.setState({ status: 'paused' });
  say('hidden', true);
  say('hidden', false);
  expect(play).not.toHaveBeenCalled();

  run.setState({ status: 'running' });
  say('battery', true);
  expect(run.getState().status).toBe('paused');
  run.setState({ status: 'running', goal: null });
  say('battery', true);
  expect(run.getState().status).toBe('running');
  run.setState({ status: 'paused' });
  say('battery', false);
  expect(play).not.toHaveBeenCalled();
});
