import { describe, expect, test } from 'vitest';
import { describeLead, findLead } from './compare.ts';

/** A loss that falls from 2 by `slope` a step. */
const lane = (name: string, slope: number, msPerStep: number, steps = 101) => ({
  name,
  losses: Float32Array.from({ length: steps }, (_, i) => 2 - slope * i),
  msPerStep,
});

describe('findLead', () => {
  test('compares steps and own seconds at the loss that the worse lane has now', () => {
    const lead = findLead([lane('A', 0.005, 10), lane('B', 0.01, 15)])!;
    expect(lead).toMatchObject({ leader: 'B', follower: 'A' });
    // A is at 1.5 after step 100 (the 101st); B was there at its 51st.
    expect(lead.inSteps).toBeCloseTo(101 / 51, 10);
    expect(lead.inSeconds).toBeCloseTo(((101 / 51) * 10) / 15, 10);
  });

  test('takes the lanes in either order', () =>
    expect(findLead([lane('A', 0.01, 1), lane('B', 0.005, 1)])!.leader).toBe('A'));

  test('lanes that have both learned are compared where they passed a tenth of the first loss', () => {
    const ending = (name: string, slope: number, end: number) => ({
      name,
      losses: Float32Array.from({ length: 201 }, (_, i) => Math.max(end, 2 - slope * i)),
      msPerStep: 1,
    });
    // A ends a little lower, but B was at 0.2 twice as soon.
    const lead = findLead([ending('A', 1 / 64, 0.01), ending('B', 1 / 32, 0.02)])!;
    expect(lead).toMatchObject({ leader: 'B', haveLearned: true });
    expect(lead.inSteps).toBeCloseTo(117 / 59, 10);
  });

  test('a lane that stays where it began is no sooner than one that learns', () => {
    const stuck = { ...lane('C', 0, 1), losses: new Float32Array(101).fill(2.5) };
    const lead = findLead([lane('A', 0.005, 1), lane('B', 0.01, 1), stuck])!;
    expect(lead).toMatchObject({ leader: 'B', follower: 'A' });
    // Of these both passed the loss of C at once.
    expect(findLead([lane('A', 0.005, 1), stuck])).toMatchObject({
      leader: 'A',
      follower: 'C',
      inSteps: NaN,
    });
  });

  test('compares the first lane, where it leads, with the next best', () =>
    expect(findLead([lane('A', 0.01, 1), lane('B', 0.002, 1), lane('C', 0.005, 1)])).toMatchObject({
      leader: 'A',
      follower: 'C',
    }));

  test('leaves out a lane that left the finite numbers', () =>
    expect(findLead([lane('A', NaN, 1), lane('B', 0.002, 1), lane('C', 0.005, 1)])).toMatchObject({
      leader: 'C',
      follower: 'B',
    }));

  test('says who is below now where the other one was sooner', () => {
    const early = Float32Array.from({ length: 101 }, (_, i) => Math.max(1.6, 2 - 0.1 * i));
    expect(findLead([{ ...lane('A', 0, 1), losses: early }, lane('B', 0.01, 1)])).toMatchObject({
      leader: 'B',
      inSteps: NaN,
    });
  });

  test('says nothing of too few steps, of equals and of losses that are not finite', () => {
    expect(findLead([lane('A', 0.005, 1, 5), lane('B', 0.01, 1, 5)])).toBeNull();
    expect(findLead([lane('A', 0.01, 1), lane('B', 0.01, 1)])).toBeNull();
    expect(findLead([lane('A', NaN, 1), lane('B', 0.01, 1)])).toBeNull();
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

  test('speaks of the loss alone where the leader was no sooner', () =>
    expect(describeLead({ ...lead, inSteps: NaN, inSeconds: NaN })).toBe("B's loss is below A's now."));

  test('leaves seconds out while they are not known', () =>
    expect(describeLead({ ...lead, inSeconds: NaN })).toBe("B reached A's loss 3.1× sooner in steps."));
});
