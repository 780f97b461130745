import { expect, test } from 'vitest';
import { deliver } from '../data/delivery/deliver.ts';
import { createMemoryStore } from '../testing/memoryStore.ts';
import { StorageFullError } from '../data/delivery/store.ts';
import { addNotice } from './notices.ts';

/** The notices on files for which the store fails with the given errors. */
async function noticesOn(failures: Readonly<Record<string, Error>>): Promise<readonly string[]> {
  let notices: readonly string[] = [];
  for (const [key, error] of Object.entries(failures)) {
    const { whole } = await deliver(
      { key, places: [{ address: `http://here/${key}` }] },
      {
        fetch: () => Promise.resolve(new Response('bytes')),
        store: { ...createMemoryStore(), write: () => Promise.reject(error) },
        signal: new AbortController().signal,
        onNotice: (notice) => (notices = addNotice(notices, notice)),
      },
    );
    await whole;
  }
  return notices;
}

test('files that are not kept for the same reason share a sentence', async () => {
  const full = new StorageFullError('full');
  const notices = await noticesOn({
    'set/a.bin': full,
    'set/b.bin': new Error('broken'),
    'set/c.bin': full,
    'set/d.bin': full,
  });
  expect(notices).toEqual([
    expect.stringMatching(/^b\.bin is used but not kept for the next visit\. .*broken/),
    expect.stringMatching(/^a\.bin, c\.bin, d\.bin are used but not kept for the next visit\. .*no room/),
  ]);
});

test('other notices stay as they are, however often they come', () => {
  const notices = ['A mirror failed.', 'A mirror failed.'].reduce(addNotice, []);
  expect(notices).toEqual(['A mirror failed.', 'A mirror failed.']);
});
