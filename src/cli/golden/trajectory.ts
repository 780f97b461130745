import type { Tensor } from '../../engine/graph.ts';
import type { Scope } from '../../nn/scope.ts';
import { schedules } from '../../nn/schedules.ts';
import { UserError } from '../../util/assert.ts';
import type { Attributes } from './attributes.ts';
import type { CaseRunner } from './context.ts';
import { layerOf } from './layerTypes.ts';
import { optimizerSetups } from './optimization.ts';
import { train } from './trainer.ts';

/** A network given as a list of layers, trained for some steps on one batch. */
const runTrajectory: CaseRunner = async (golden, context) => {
  const { attributes } = golden;
  attributes.expect('loss', 'cross_entropy');
  const steps = attributes.number('num_steps');
  const { optimizer, step } = optimizerSetup(attributes.object('optimizer'));
  const rate = learningRate(attributes, steps);
  const layers = attributes
    .objects('layers')
    .map((layer) => ({ name: layer.text('name', ''), apply: layerOf(layer.text('type'), layer) }));
  const result = await train(
    {
      build: (scope: Scope, input: Tensor) =>
        layers.reduce(
          (features, { name, apply }) => apply(name === '' ? scope : scope.child(name), features),
          input,
        ),
      input: golden.tensor('x'),
      labels: Uint32Array.from(golden.tensor('target').values),
      start: ({ name, kind }) =>
        kind === 'parameter' || golden.has(`init.${name}`) ? golden.tensor(`init.${name}`).values : null,
      optimizer,
      steps,
      step: (t) => ({ ...step(t), learningRate: rate(t) }),
    },
    context,
  );
  const prefixed = (prefix: string, values: Readonly<Record<string, Float32Array>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value] as const);
  return new Map<string, ArrayLike<number>>([
    ['logits_first', result.logits],
    ...prefixed('grad_first', result.gradients),
    ['losses', result.losses],
    ...prefixed('final', result.final),
    ['y_eval', result.evaluationLogits],
  ]);
};

function optimizerSetup(attributes: Attributes) {
  const type = attributes.text('type');
  const setup = Object.hasOwn(optimizerSetups, type) ? optimizerSetups[type] : undefined;
  if (!setup)
    throw new UserError(
      `the optimizer ${type} is unknown; known are ${Object.keys(optimizerSetups).join(', ')}`,
    );
  return setup(attributes);
}

function learningRate(attributes: Attributes, steps: number): (step: number) => number {
  const rate = attributes.object('optimizer').number('lr');
  const name = attributes.text('lr_schedule', 'constant');
  if (name !== 'constant' && name !== 'cosine')
    throw new UserError(`the schedule ${name} is unknown; known are constant, cosine`);
  const end = name === 'cosine' ? attributes.number('eta_min', 0) : 0;
  const total = attributes.number('T_max', steps);
  return (step) => end + schedules[name](rate - end, step, total);
}

export const trajectoryRunners: Readonly<Record<string, CaseRunner>> = {
  train_trajectory: runTrajectory,
};
