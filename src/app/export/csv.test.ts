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
  expect(chartCsv(curves, 'loss', 2)).toBe(
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
  expect(chartCsv(curves, 'learningRate', 2)).toBe('step,epoch,seconds A,learningRate A\n');
});
