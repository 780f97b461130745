import { Command } from 'commander';
import { findDataset } from '../data/datasets.ts';
import type { Normalization } from '../nn/blocks.ts';
import type { LayerDescription, ModelDescription } from '../nn/describe.ts';
import { findModel, models } from '../nn/models/catalogue.ts';
import { defaultConfig, defaultLane, type TrainConfig } from '../train/config.ts';
import { laneFields } from '../train/laneFields.ts';
import { describeLane, estimateMemory, type MemoryEstimate } from '../train/memory.ts';
import { parseConfigStrictly } from '../train/parse.ts';
import { UserError } from '../util/assert.ts';
import { bytes, grouped } from '../util/format.ts';
import { flagName } from './options.ts';

/** Settings of a run that change a model. */
const settings = ['dataset', 'width', 'depth', 'layers', 'batchSize', 'optimizer'] as const;
const defaultDataset = 'cifar10';

interface Output {
  write(text: string): unknown;
}

/** The `model` command: the layer table of one model, or the list of all. Needs no GPU. */
export function modelCommand(output: Output): Command {
  const command = new Command('model')
    .description(
      'Lists the layers of a model with sizes, multiply-adds and memory; without a name, all models.',
    )
    .helpOption('--help', 'Shows every option.')
    .argument('[name]', 'The model.')
    .option('--image <CxHxW>', "Images of this shape in place of the data set's, e.g. 3x224x224.")
    .option('--classes <number>', "Classes in place of the data set's.");
  for (const key of settings) {
    const fallback = key === 'dataset' ? defaultDataset : String(defaultConfig[key]);
    command.option(`${flagName(key)} <value>`, `As of a run. (default: ${fallback})`);
  }
  for (const { key, help, default: fallback } of laneFields)
    command.option(`${flagName(key)} <value>`, `${help} (default: ${fallback ?? "the model's own"})`);
  return command.action((name: string | undefined, given: Record<string, string>) => {
    output.write(name === undefined ? listModels() : layerTable(name, given));
  });
}

function listModels(): string {
  const nameWidth = Math.max(...models.map(({ name }) => name.length));
  return models
    .map(({ name, title, description }) => `${name.padEnd(nameWidth)}  ${title}: ${description}\n`)
    .join('');
}

/** @throws UserError that names each bad value and what is valid. */
export function layerTable(name: string, given: Readonly<Record<string, string>>): string {
  const { title, normalizations } = findModel(name);
  const { image, classes, ...options } = given;
  const lane = Object.entries(options).filter(([key]) => laneFields.some((field) => field.key === key));
  const run = Object.entries(options).filter(([key]) => settings.some((setting) => setting === key));
  const config = parseConfigStrictly({
    dataset: defaultDataset,
    ...Object.fromEntries(run),
    model: name,
    lanes: [{ normalization: usualNormalization(normalizations), ...Object.fromEntries(lane) }],
  });
  const dataset = findDataset(config.dataset);
  const info = {
    ...dataset,
    // Images of another shape are no set that is there.
    ...(image !== undefined && { trainSize: 0, testSize: 0 }),
    shape: image === undefined ? dataset.shape : parseShape(image),
    classes: classes === undefined ? dataset.classes : Array.from({ length: parseClasses(classes) }, String),
  };
  const description = describeLane(config, config.lanes[0]!, info);
  const estimate = estimateMemory(config, info);
  return [
    `${title} (${name}), ${config.lanes[0]!.normalization}, images ${info.shape.join('x')}, ${info.classes.length} classes, ` +
      `batch ${config.batchSize}, width ${config.width}, depth ${config.depth}`,
    '',
    ...tableLines(description.layers),
    '',
    ...totalLines(description, config),
    `In all, ${imagesText(info, estimate)}: about ${bytes(estimate.total)} of GPU memory`,
    '',
  ].join('\n');
}

const usualNormalization = (normalizations: readonly Normalization[]) =>
  normalizations.find((one) => one === defaultLane.normalization) ?? normalizations[0]!;

function imagesText(
  { trainSize, testSize }: { trainSize: number; testSize: number },
  { images }: MemoryEstimate,
): string {
  if (images === 0) return 'without images';
  return `with ${grouped(trainSize + testSize)} images (${bytes(images)})`;
}

const heads = [
  'layer',
  'type',
  'output',
  'parameters',
  'multiply-adds',
  'variables',
  'output bytes',
  'block',
  'n',
  'T',
];
const leftAligned = 3;

function tableLines(layers: readonly LayerDescription[]): string[] {
  const rows = layers.map((layer) => [
    layer.name,
    typeText(layer),
    layer.outputShape.join('x'),
    grouped(layer.parameters),
    layer.multiplyAdds > 0 ? grouped(layer.multiplyAdds) : '',
    bytes(layer.variableBytes),
    bytes(layer.outputBytes),
    ...(layer.deconv
      ? [
          layer.deconv.blockSize,
          layer.deconv.features,
          `${layer.deconv.iterations}${layer.deconv.inverseSqrt === 'quintic' ? ' quintic' : ''}${layer.deconv.freeze ? ' freeze' : ''}`,
        ]
      : ['', '', '']
    ).map(String),
  ]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]!.length)),
  );
  return [heads, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column < leftAligned ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function typeText({ type, window }: LayerDescription): string {
  if (!window) return type;
  const { kernelSize, stride, groups } = window;
  return [
    `${type} ${kernelSize}x${kernelSize}`,
    ...(stride > 1 ? [`/${stride}`] : []),
    ...(groups > 1 ? [`groups ${groups}`] : []),
  ].join(' ');
}

function totalLines(description: ModelDescription, config: TrainConfig): string[] {
  const { layers, parameters, statistics, multiplyAdds, dispatches, memory } = description;
  return [
    `${layers.length} layers, ${grouped(parameters)} parameters, ${grouped(statistics)} running statistics`,
    `${grouped(multiplyAdds)} multiply-adds for one image; ${grouped(dispatches)} kernel runs a training step`,
    `Training memory: parameters ${bytes(memory.parameters)}, gradients ${bytes(memory.gradients)}, ` +
      `${config.optimizer} ${bytes(memory.moments)}, statistics ${bytes(memory.statistics)}`,
    `Planned activations: ${bytes(memory.activations)} (${bytes(memory.unplannedActivations)} if nothing shared memory); ` +
      `largest buffer ${bytes(memory.largestBuffer)}; together ${bytes(memory.total)}`,
  ];
}

function parseShape(text: string): [number, number, number] {
  const sizes = text.split('x').map(Number);
  if (sizes.length !== 3 || !sizes.every((size) => Number.isInteger(size) && size > 0 && size <= 1024))
    throw new UserError(`--image is ${text}; it must be channels, height and width, e.g. 3x224x224.`);
  return sizes as [number, number, number];
}

function parseClasses(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 2 || count > 100_000)
    throw new UserError(`--classes is ${text}; it must be a whole number from 2 to 100000.`);
  return count;
}
