import { expect, test } from 'vitest';
import { Curves } from '../store/curves.ts';
import { chartCsv } from './csv.ts';

test('a row for every step, and the tests at the steps before which they were made', () => {
  const curves = new Curves();
  curves.reset(2);
  curves.lanes[0]!.losses.write(0, [2, 1.5]);
  curves.lanes[1]!.losses.write(0, [2.5, NaN]);
  for (const lane of curves.lanes) lane.seconds.write(0, [0.25, 0.5]);
  curves.addEvaluation(2, [{ loss: 1.25, accuracy: 0.5 }, null]);
  expect(chartCsv(curves, 'loss', 2, [])).toBe(
    [
      'step,epoch,seconds A,loss A,test loss A,seconds B,loss B,test loss B',
      '0,0,0,2,,0,2.5,',
      '1,0.5,0.25,1.5,,0.25,,',
      '2,1,0.5,,1.25,0.5,,',
      '',
    ].join('\n'),
  );
});

test('before the first step there is the header alone', () => {
  const curves = new Curves();
  curves.reset(1);
  expect(chartCsv(curves, 'learningRate', 2, [])).toBe('step,epoch,seconds A,learningRate A\n');
});

test('pinned runs have columns of their own, also beyond the end of the run', () => {
  const pinned = new Curves();
  pinned.reset(2);
  for (const lane of pinned.lanes) {
    lane.losses.write(0, [3, 2]);
    lane.seconds.write(0, [1, 2]);
  }
  pinned.addEvaluation(2, [{ loss: 1, accuracy: 0.5 }, null]);
  const curves = new Curves();
  curves.reset(1);
  curves.lanes[0]!.losses.write(0, [4]);
  curves.lanes[0]!.seconds.write(0, [0.5]);
  const ghost = { id: 3, lanes: pinned.lanes, stepsPerEpoch: 4 };
  expect(chartCsv(curves, 'loss', 2, [ghost]).split('\n')).toEqual([
    'step,epoch,seconds A,loss A,test loss A,epoch pinned 3,' +
      'seconds pinned 3A,loss pinned 3A,test loss pinned 3A,seconds pinned 3B,loss pinned 3B,test loss pinned 3B',
    '0,0,0,4,,0,0,3,,0,3,',
    '1,0.5,0.5,,,0.25,1,2,,1,2,',
    '2,1,,,,0.5,2,,1,2,,',
    '',
  ]);
});
