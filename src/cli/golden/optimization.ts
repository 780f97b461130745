import { Graph } from '../../engine/graph.ts';
import type { Optimizer } from '../../engine/optimizer.ts';
import { flat } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import type { StepValues } from '../../gpu/stepUniform.ts';
import { evaluate } from '../../nn/evaluate.ts';
import { adam, adamCorrections, adamw } from '../../nn/optimizers/adam.ts';
import { sgd } from '../../nn/optimizers/sgd.ts';
import { schedules } from '../../nn/schedules.ts';
import { product } from '../../util/math.ts';
import type { Attributes } from './attributes.ts';
import type { CaseRunner } from './context.ts';

export interface OptimizerSetup {
  readonly optimizer: Optimizer;
  /** Settings of a step but for those that a learning-rate schedule changes. */
  readonly step: (step: number) => Partial<StepValues>;
}

/** An optimizer from the attributes of its op. */
export const optimizerSetups: Readonly<Record<string, (attributes: Attributes) => OptimizerSetup>> = {
  sgd(attributes) {
    attributes.expect('dampening', 0);
    const values = {
      learningRate: attributes.number('lr'),
      momentum: attributes.number('momentum', 0),
      weightDecay: attributes.number('weight_decay', 0),
    };
    return { optimizer: sgd({ nesterov: attributes.boolean('nesterov', false) }), step: () => values };
  },
  adam: (attributes) => adamSetup(adam, attributes, 0),
  adamw: (attributes) => adamSetup(adamw, attributes, 0.01),
};

function adamSetup(create: typeof adam, attributes: Attributes, defaultDecay: number): OptimizerSetup {
  attributes.expect('amsgrad', false);
  const [beta1 = 0.9, beta2 = 0.999] = attributes.numbers('betas', []);
  const options = { beta1, beta2, eps: attributes.number('eps', 1e-8) };
  const values = {
    learningRate: attributes.number('lr'),
    weightDecay: attributes.number('weight_decay', defaultDecay),
  };
  return { optimizer: create(options), step: (step) => ({ ...values, ...adamCorrections(step, options) }) };
}

/** PyTorch's names of an optimizer's memory, by op. */
const memories: Readonly<Record<string, Readonly<Record<string, 'firstMoment' | 'secondMoment'>>>> = {
  sgd: { momentum_buffer: 'firstMoment' },
  adam: { exp_avg: 'firstMoment', exp_avg_sq: 'secondMoment' },
  adamw: { exp_avg: 'firstMoment', exp_avg_sq: 'secondMoment' },
};

/** A program of nothing but the update, run with one gradient after the other. */
const runOptimizer: CaseRunner = async (golden, { gpu, pipelines }) => {
  const { attributes, entry } = golden;
  const { optimizer, step } = optimizerSetups[entry.op]!(attributes);
  const start = golden.tensor('param');
  const given = golden.tensor('grads');
  const type = flat(...start.shape);
  const size = product(start.shape);
  const steps = attributes.number('num_steps', given.shape[0]);
  const params = new Float32Array(steps * size);

  const variables = new Variables();
  const parameter = variables.declare('parameter', 'param', type, () => start.values);
  const graph = new Graph();
  const gradient = graph.external('gradient', type);
  const gradientOf = (t: number) => given.values.subarray(t * size, (t + 1) * size);
  const { moments } = await evaluate(gpu, pipelines, graph, {
    parameterGradients: new Map([[parameter, gradient]]),
    optimizer,
    variables,
    feeds: { gradient: { type, values: gradientOf(0) } },
    runs: steps,
    step,
    refeed: (t) => ({ gradient: gradientOf(t) }),
    afterRun: async (t, readings) => params.set((await readings.variables()).param!, t * size),
  });
  return new Map([
    ['params', params],
    ...Object.entries(memories[entry.op]!).map(
      ([name, moment]) => [name, moments[moment].param ?? new Float32Array()] as const,
    ),
  ]);
};

/** The product's cosine ends at 0; another end is the same curve, scaled and lifted. */
const runCosine: CaseRunner = (golden) => {
  const { attributes } = golden;
  const [rate, end] = [attributes.number('lr'), attributes.number('eta_min', 0)];
  const total = attributes.number('T_max');
  const lr = Float32Array.from({ length: total + 1 }, (_, t) => end + schedules.cosine(rate - end, t, total));
  return Promise.resolve(new Map([['lr', lr]]));
};

export const optimizationRunners: Readonly<Record<string, CaseRunner>> = {
  ...Object.fromEntries(Object.keys(optimizerSetups).map((op) => [op, runOptimizer])),
  cosine_lr: runCosine,
};
