import { expect, test } from 'vitest';
import { notesOf, type NotedLane } from './notes.ts';

const lane = (name: string, change: Partial<NotedLane> = {}): NotedLane => ({
  name,
  normalization: 'batch',
  learningRate: 0.1,
  steps: 100,
  msPerStep: 10,
  trainAccuracy: 0.5,
  testAccuracy: 0.5,
  stoppedAt: null,
  ...change,
});
const lead = { leader: 'B', follower: 'A', haveLearned: false, inSteps: 2, inSeconds: 1 };
const stepsPerEpoch = 400;
const texts = (...given: Parameters<typeof notesOf>) => notesOf(...given).map(({ text }) => text);

test('nothing is said of lanes that do alike', () =>
  expect(notesOf([lane('A'), lane('B')], null, stepsPerEpoch)).toEqual([]));

test('a leading deconvolution is explained by what it takes out', () => {
  const notes = notesOf([lane('A'), lane('B', { normalization: 'deconv' })], lead, stepsPerEpoch);
  expect(notes[0]!.text).toMatch(/^B sees its input without correlation/);
  expect(notes[0]!.evidence).toEqual({ tab: 'covariance' });
});

test('where time is what is equal, a lane behind is first of all one that took fewer steps', () =>
  expect(texts([lane('A', { normalization: 'deconv', steps: 40 }), lane('B')], lead, stepsPerEpoch)).toEqual([
    'In the same time A has taken 40 steps and B 100: over steps the two compare otherwise.',
  ]));

test('a lane that left the finite numbers comes first, with its learning rate', () =>
  expect(
    texts([lane('A', { normalization: 'none', stoppedAt: 7 }), lane('B')], lead, stepsPerEpoch)[0],
  ).toMatch(/^A .*step 7.*0\.1/));

test('what a step costs is said when it differs, with the ratio', () =>
  expect(texts([lane('A'), lane('B', { msPerStep: 25 })], null, stepsPerEpoch)).toEqual([
    expect.stringMatching(/^A step of B takes 2\.5× the time/),
  ]));

test('a gap to the test is over-fitting only once the lane has seen images again', () => {
  const gap = (change: Partial<NotedLane>) =>
    notesOf([lane('A', { trainAccuracy: 0.9, ...change }), lane('B', { steps: 500 })], null, stepsPerEpoch);
  const [note] = gap({ steps: 500 });
  expect(note!.text).toMatch(/^A is 40 points/);
  expect(note!.evidence).toEqual({ axis: 'epochs' });
  expect(gap({ steps: 20 })[0]!.text).toMatch(/^A .* have not settled yet/);
  expect(gap({ steps: 100 })[0]!.text).toMatch(/^A .* lag behind/);
  expect(gap({ normalization: 'none' })).toEqual([]);
});

test('of two deconvolutions none is said to whiten in vain', () => {
  const lanes = [lane('A', { normalization: 'deconv' }), lane('B', { normalization: 'deconv' })];
  expect(notesOf(lanes, lead, stepsPerEpoch)).toEqual([]);
});
