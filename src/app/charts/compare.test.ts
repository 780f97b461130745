import { describe, expect, test } from 'vitest';
import { compareLanes, describeLead } from './compare.ts';

/** A loss that falls from 2 by `slope` a step. */
const lane = (name: string, slope: number, msPerStep: number, steps = 101) => ({
  name,
  losses: Float32Array.from({ length: steps }, (_, i) => 2 - slope * i),
  msPerStep,
});

describe('compareLanes', () => {
  test('compares steps and own seconds at the loss that the worse lane has now', () => {
    const lead = compareLanes(lane('A', 0.005, 10), lane('B', 0.01, 15))!;
    expect(lead).toMatchObject({ leader: 'B', follower: 'A' });
    // A is at 1.5 after step 100 (the 101st); B was there at its 51st.
    expect(lead.inSteps).toBeCloseTo(101 / 51, 10);
    expect(lead.inSeconds).toBeCloseTo(((101 / 51) * 10) / 15, 10);
  });

  test('takes the lanes in either order', () =>
    expect(compareLanes(lane('A', 0.01, 1), lane('B', 0.005, 1))!.leader).toBe('A'));

  test('lanes that have both learned are compared where they passed a tenth of the first loss', () => {
    const ending = (name: string, slope: number, end: number) => ({
      name,
      losses: Float32Array.from({ length: 201 }, (_, i) => Math.max(end, 2 - slope * i)),
      msPerStep: 1,
    });
    // A ends a little lower, but B was at 0.2 twice as soon.
    const lead = compareLanes(ending('A', 1 / 64, 0.01), ending('B', 1 / 32, 0.02))!;
    expect(lead).toMatchObject({ leader: 'B', haveLearned: true });
    expect(lead.inSteps).toBeCloseTo(117 / 59, 10);
  });

  test('says nothing of too few steps, of equals and of losses that are not finite', () => {
    expect(compareLanes(lane('A', 0.005, 1, 5), lane('B', 0.01, 1, 5))).toBeNull();
    expect(compareLanes(lane('A', 0.01, 1), lane('B', 0.01, 1))).toBeNull();
    expect(compareLanes(lane('A', NaN, 1), lane('B', 0.01, 1))).toBeNull();
  });
});

describe('describeLead', () => {
  const lead = { leader: 'B', follower: 'A', haveLearned: false, inSteps: 3.14, inSeconds: 1.41 };

  test('is the sentence of the page', () =>
    expect(describeLead(lead)).toBe("B reached A's loss 3.1× sooner in steps, 1.4× in seconds."));

  test('does not hide that the leader needed more time', () =>
    expect(describeLead({ ...lead, inSeconds: 0.5 })).toBe(
      "B reached A's loss 3.1× sooner in steps, but 2.0× later in seconds.",
    ));

  test('does not make much of little', () =>
    expect(describeLead({ ...lead, inSeconds: 0.98 })).toMatch(/, about as soon in seconds\.$/));

  test('says at which loss lanes that have learned are compared', () =>
    expect(describeLead({ ...lead, haveLearned: true })).toBe(
      'B was down to a tenth of the first loss 3.1× sooner than A in steps, 1.4× in seconds.',
    ));

  test('leaves seconds out while they are not known', () =>
    expect(describeLead({ ...lead, inSeconds: NaN })).toBe("B reached A's loss 3.1× sooner in steps."));
});
