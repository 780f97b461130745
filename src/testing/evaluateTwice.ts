import { expect } from 'vitest';
import type { Graph } from '../engine/graph.ts';
import { evaluate, type EvaluateOptions, type Evaluation } from '../nn/evaluate.ts';
import { testGpu } from './device.ts';

/**
 * Runs a graph on the test adapter from memory full of NaN, then again from memory full of 1e6, and demands
 * the same bits: nothing may depend on what a buffer held before, nor on the order in which invocations ran.
 */
export async function evaluateTwice(graph: Graph, options: EvaluateOptions): Promise<Evaluation> {
  const { pipelines, ...gpu } = await testGpu();
  const first = await evaluate(gpu, pipelines, graph, { ...options, fill: NaN });
  const second = await evaluate(gpu, pipelines, graph, { ...options, fill: 1e6 });
  expect(second).toStrictEqual(first);
  return first;
}
