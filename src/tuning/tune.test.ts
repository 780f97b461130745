import { expect, test } from 'vitest';
import { availableBroadcasts, everywhere, productFamilies } from '../gpu/broadcast.ts';
import { testGpu } from '../testing/device.ts';
import { choiceKey, keptChoice, withChoice } from './choice.ts';
import { tune, type ChoiceStore } from './tune.ts';

// Small: what is tested is that something is timed and kept, not what is fastest.
const quick = { sizes: { batch: 2, channels: 8, map: 8, side: 32 }, budgetMs: 60_000, isForced: true };

function storeOf(text: string | null): ChoiceStore & { text: string | null; reads: number } {
  const store = {
    text,
    reads: 0,
    read: () => Promise.resolve((store.reads++, store.text)),
    write: (changed: string) => Promise.resolve(void (store.text = changed)),
  };
  return store;
}

/** A choice that timing would have to beat: the same method everywhere. */
const planted = everywhere('plain');

test('an adapter is timed once, and its choice kept beside those of others', async () => {
  const gpu = await testGpu();
  const other = choiceKey({ adapter: { ...gpu.adapter, vendor: 'other' }, subgroupSize: null }, 'timed');
  const store = storeOf(withChoice(null, other, planted));
  const tuned = await tune(gpu, { store, runtime: 'timed', ...quick });
  for (const family of productFamilies)
    expect(availableBroadcasts(gpu.subgroupSize)).toContain(tuned.broadcasts[family]);
  expect(tuned).toEqual({ ...gpu, broadcasts: tuned.broadcasts });
  expect(keptChoice(store.text, choiceKey(gpu, 'timed'), gpu.subgroupSize)).toEqual(tuned.broadcasts);
  expect(keptChoice(store.text, other, null)).toEqual(planted);
  // For the same process it is settled, whatever becomes of the store.
  const { reads } = store;
  expect(await tune(gpu, { store, runtime: 'timed', ...quick })).toEqual(tuned);
  expect(store.reads).toBe(reads);
});

test('a kept choice is taken without timing', async () => {
  const gpu = await testGpu();
  const text = withChoice(null, choiceKey(gpu, 'kept'), planted);
  const store = storeOf(text);
  const tuned = await tune(gpu, { store, runtime: 'kept', ...quick });
  expect(tuned.broadcasts).toEqual(planted);
  expect(store.text).toBe(text);
});

test('a damaged store is timed anew, and one that fails still tunes', async () => {
  const gpu = await testGpu();
  const store = storeOf('{"damaged');
  const { broadcasts } = await tune(gpu, { store, runtime: 'damaged', ...quick });
  expect(keptChoice(store.text, choiceKey(gpu, 'damaged'), gpu.subgroupSize)).toEqual(broadcasts);
  const fail = () => Promise.reject(new Error('no store'));
  const unkept = await tune(gpu, { store: { read: fail, write: fail }, runtime: 'unkept', ...quick });
  expect(Object.keys(unkept.broadcasts)).toEqual([...productFamilies]);
});

test('a budget that is spent leaves the table, which is not kept', async () => {
  const gpu = await testGpu();
  const store = storeOf(null);
  const tuned = await tune(gpu, { store, runtime: 'hurried', ...quick, budgetMs: 0 });
  expect(tuned.broadcasts).toEqual(gpu.broadcasts);
  expect(store.text).toBeNull();
});

test('a software adapter keeps to its table and is not timed', async () => {
  const gpu = { ...(await testGpu()), broadcasts: planted };
  const software = { ...gpu, adapter: { ...gpu.adapter, isFallback: true } };
  const store = storeOf(withChoice(null, choiceKey(software, 'table'), everywhere('workgroup')));
  expect(await tune(software, { store, runtime: 'table', ...quick, isForced: false })).toBe(software);
  expect(store.reads).toBe(0);
});
