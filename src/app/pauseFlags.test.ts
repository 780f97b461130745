import { beforeEach, expect, test } from 'vitest';
import { PauseFlags } from './pauseFlags.ts';
import { Curves } from './store/curves.ts';

let curves: Curves;
let flags: PauseFlags;
const steps = () => curves.flags.map(({ step }) => step);

beforeEach(() => {
  curves = new Curves();
  flags = new PauseFlags(curves);
});

interface Rest {
  readonly isHalted?: boolean;
  readonly goal?: string | null;
  readonly status?: 'paused' | 'finished';
}

/** Training goes on from where it rests, and rests again at `step`. */
function train(
  intent: 'play' | 'step' | 'epoch',
  step: number,
  { isHalted = false, goal = null, status = 'paused' }: Rest = {},
): void {
  flags.goOn(intent);
  flags.heed({ status: 'paused', goal: null }, { status: 'running', step: 0 });
  if (isHalted) flags.pause({ status: 'running' });
  flags.heed({ status: 'running', goal }, { status, step });
}

test('training that its user halts is flagged, once at the same step', () => {
  train('play', 9, { isHalted: true });
  train('play', 9, { isHalted: true });
  train('epoch', 12, { isHalted: true });
  expect(curves.flags).toEqual([
    { step: 9, text: 'pause' },
    { step: 12, text: 'pause' },
  ]);
});

test('so is what a stop condition halts', () => {
  train('play', 7, { goal: 'The time budget is used up.' });
  expect(steps()).toEqual([7]);
});

test('steps by hand, the end of an epoch and that of the run are not, nor is a pause before the first step', () => {
  train('step', 1);
  train('step', 2, { isHalted: true });
  train('epoch', 10);
  train('play', 100, { isHalted: true, status: 'finished' });
  train('play', 0, { isHalted: true });
  expect(steps()).toEqual([]);
});

test('a pause that was taken back before it came is none', () => {
  flags.goOn('play');
  flags.pause({ status: 'running' });
  flags.goOn('epoch');
  flags.heed({ status: 'running', goal: null }, { status: 'paused', step: 20 });
  // Nor does one asked for in a pause count for the next.
  flags.goOn('play');
  flags.pause({ status: 'paused' });
  flags.heed({ status: 'running', goal: null }, { status: 'paused', step: 30 });
  expect(steps()).toEqual([]);
});
