import { expect, test } from 'vitest';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { TrainConfig } from './config.ts';

const config: TrainConfig = {
  ...tiny,
  model: 'lenet',
  lanes: [lane('none'), lane('batch')],
  steps: 12,
  evalEvery: 4,
};

test('a rewound run takes the same way again, bit by bit', async () => {
  const { session, play, losses, all } = openSession();
  await play(config);
  expect(all('checkpoints').at(-1)!.steps).toEqual([0, 4, 8, 12]);
  const [first, evaluation] = [losses(1), all('evaluation').at(-1)];

  await session.rewind(4);
  expect(session.status).toBe('paused');
  expect(all('rewound')).toMatchObject([{ step: 4 }]);
  expect(all('checkpoints').at(-1)!.steps).toEqual([0, 4]);
  session.play();
  await session.idle();
  expect(session.status).toBe('finished');
  expect(losses(1)).toEqual(first);
  expect(all('evaluation').at(-1)).toEqual(evaluation);
});

test('a rewound run shows the layer, the confusion and the gallery of the step that it is back at', async () => {
  const { session, all } = openSession();
  const told = () => ({
    looked: all('probe').at(-1)!.step,
    answers: Array.from({ length: 20 }, (_, i) => session.testImage(i).answers),
    gallery: session.gallery({ wrong: 0, right: 1 }, 20),
  });
  await session.look({ kind: 'spectrum', layer: 0 }, 1);
  await session.start({ ...config, learningRate: 0.1 });
  session.advance(4);
  await session.idle();
  const then = told();
  const [evaluation] = all('evaluation');
  session.play();
  await session.idle();
  expect(told().answers).not.toEqual(then.answers);
  expect(told().looked).toBe(12);

  await session.rewind(4);
  await session.idle();
  expect(told()).toEqual(then);
  expect(all('rewound')[0]!.evaluation).toEqual({ step: 4, lanes: evaluation!.lanes });

  await session.rewind(0);
  await session.idle();
  expect(told()).toMatchObject({ looked: 0, gallery: { total: 0 } });
  expect(all('rewound')[1]!.evaluation).toBeNull();
});

test('of two rewinds at once the second is where the run is, and nothing later is told after it', async () => {
  const { session, play, events } = openSession();
  await session.look({ kind: 'spectrum', layer: 0 }, 1);
  await play(config);
  events.length = 0;
  await Promise.all([session.rewind(8), session.rewind(4)]);
  await session.idle();
  const told = events.flatMap((event) =>
    event.type === 'rewound' || event.type === 'probe' ? [`${event.type} ${event.step}`] : [],
  );
  expect(told.slice(-2)).toEqual(['rewound 4', 'probe 4']);
});

test('a branch with another learning rate shares the past only', async () => {
  const { session, play, losses } = openSession();
  await play(config);
  const first = losses();
  await session.rewind(8);
  session.change({ learningRate: 0.001 });
  session.play();
  await session.idle();
  expect(losses().slice(0, 9)).toEqual(first.slice(0, 9));
  expect(losses().slice(10)).not.toEqual(first.slice(10));
});

test('a lane that had diverged goes on from a checkpoint before', async () => {
  const { session, play, all, losses } = openSession();
  const hot = { loss: 'l2', learningRate: 10, schedule: 'constant', steps: 400, evalEvery: 1 } as const;
  await play({ ...tiny, ...hot });
  expect(session.status).toBe('stopped');
  expect(all('laneStopped')).toHaveLength(1);
  await session.rewind(0);
  session.change({ learningRate: 1e-4 });
  session.advance(20);
  await session.idle();
  expect(all('laneStopped')).toHaveLength(1);
  expect(losses()).toHaveLength(20);
  expect(losses().every(Number.isFinite)).toBe(true);
});

test('a lane that had ended before stays ended', async () => {
  const { session, play, all } = openSession();
  const hot = { loss: 'l2', learningRate: 10, schedule: 'constant', steps: 400, evalEvery: 40 } as const;
  await play({ ...tiny, ...hot, lanes: [lane('none'), { ...lane('none'), learningRate: 1e-4 }] });
  const { step } = all('laneStopped')[0]!;
  const { steps } = all('checkpoints').at(-1)!;
  const [before, after] = [0, steps.find((at) => at > step)!];
  await session.rewind(after);
  await session.rewind(before);
  expect(all('rewound').map(({ stopped }) => stopped)).toEqual([
    [true, false],
    [false, false],
  ]);
});

test('names the steps that there are', async () => {
  const { session, play } = openSession();
  await expect(session.rewind(3)).rejects.toThrow('no checkpoint at step 3; there are some at no step');
  await play(config);
  await expect(session.rewind(5)).rejects.toThrow('there are some at 0, 4, 8, 12');
});

test('pauses where its user asked for it, once, and goes on when played again', async () => {
  const { session, play, all } = openSession();
  await play({ ...tiny, steps: 30, evalEvery: 5, stopPatience: 2, learningRate: 0 });
  expect(session.status).toBe('paused');
  expect(all('goalReached')).toMatchObject([
    { step: 15, reason: "No lane's test loss has fallen over the last 2 evaluations." },
  ]);
  session.play();
  await session.idle();
  expect(session.status).toBe('finished');
  expect(all('goalReached')).toHaveLength(1);
});
