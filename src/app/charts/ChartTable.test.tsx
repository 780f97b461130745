import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../train/config.ts';
import ChartTable from './ChartTable.tsx';

test('has the tests of the lanes and the lines of pinned runs, newest first', () => {
  const rows = [
    { step: 0, x: 0, smooth0: 2, ghost0: 3 },
    { step: 1, x: 1, smooth0: 1, test0: 1.5, ghost0: 2.5 },
    { step: 2, x: 2, ghost0: 2.25 },
  ];
  const table = renderToStaticMarkup(
    <ChartTable
      {...{ rows, ghostNames: ['1A'], axis: 'steps', title: 'Loss', format: String }}
      lanes={[{ ...defaultConfig.lanes[0]!, normalization: 'batch' }]}
    />,
  );
  const cells = table
    .split('<tr>')
    .slice(1)
    .map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell));
  expect(cells).toEqual([
    ['Step', 'A batch norm', 'A test', 'pinned 1A'],
    ['2', '–', '–', '2.25'],
    ['1', '1', '1.5', '2.5'],
    ['0', '2', '–', '3'],
  ]);
});
