import { expect, test } from 'vitest';
import { fakeStore } from '../../testing/fakeStore.ts';
import { planRuns } from '../../train/reproduce/request.ts';
import type { RunResult } from '../../train/reproduce/result.ts';
import { reproduceStrings } from '../reproduceStrings.ts';
import { loadOwnRuns, mergeRuns, nameOf, readResults, changeOwnRuns } from './ownRuns.ts';
import { shippedRuns } from './shippedRuns.ts';

const [planned] = planRuns({
  ...{ models: ['vgg11'], datasets: ['cifar10'], epochs: [1], lanes: ['deconv'], seeds: 1 },
  settings: { width: 0.25 },
});
const run: RunResult = {
  version: 1,
  config: planned!.config,
  adapter: 'some GPU',
  date: '2026-11-25T12:00:00.000Z',
  seconds: 60,
  evaluations: [{ step: 391, accuracy: 0.7, loss: null }],
  accuracy: 0.7,
  failure: null,
  interruptions: 1,
};

test('runs come back at the next visit, each once, until they are removed', () => {
  const store = fakeStore();
  const later = { ...run, date: '2026-11-26T12:00:00.000Z' };
  const runs = mergeRuns([run], [run, later]);
  expect(runs).toEqual([run, later]);
  expect(nameOf(run)).toBe(planned!.name);
  expect(changeOwnRuns(store, () => runs)).toEqual({ runs, isKept: true });
  expect(loadOwnRuns(store)).toEqual({ runs, problem: null });
  changeOwnRuns(store, () => []);
  expect(loadOwnRuns(store)).toEqual({ runs: [], problem: null });
});

test('a browser that keeps nothing or is full says so; what is kept but broken is left out, with a sentence', () => {
  for (const keepsNothing of [null, fakeStore(10)])
    expect(changeOwnRuns(keepsNothing, () => [run])).toEqual({ runs: [run], isKept: false });
  expect(loadOwnRuns(null)).toEqual({ runs: [], problem: reproduceStrings.notKept });
  const store = fakeStore();
  store.setItem('deconv-lab runs', JSON.stringify([{ ...run, version: 7 }, run]));
  const problem = reproduceStrings.unreadableKept;
  expect(loadOwnRuns(store)).toEqual({ runs: [run], problem });
  for (const broken of ['{', '{}']) {
    store.setItem('deconv-lab runs', broken);
    expect(loadOwnRuns(store)).toEqual({ runs: [], problem });
  }
});

test('of a folder the results are read, and other JSON is told', async () => {
  const file = (path: string, content: string) => ({ path, text: () => Promise.resolve(content) });
  const { runs, problems } = await readResults([
    file('out/table-1.md', '| Model |'),
    file('out/a.state.safetensors', ''),
    file('out/a.json', JSON.stringify(run)),
    file('out/b.json', '{}'),
    file('out/c.json', 'no'),
  ]);
  expect(runs).toEqual([run]);
  expect(problems).toEqual([
    'out/b.json is not a run of npm run reproduce: it has no version 1.',
    'out/c.json is not JSON.',
  ]);
  expect((await readResults([file('picture.png', '')])).problems).toEqual([
    'There is no JSON file among these. npm run reproduce writes one for each run into --out.',
  ]);
});

test('the runs that came with the repository can be read, and both lanes are there', () => {
  expect(shippedRuns.map(({ config }) => config.lanes[0]!.normalization)).toEqual(
    expect.arrayContaining(['batch', 'deconv']),
  );
});
