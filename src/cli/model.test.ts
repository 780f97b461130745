import { expect, test } from 'vitest';
import { layerTable, modelCommand } from './model.ts';

const plain = (text: string) => text.replaceAll('\u202f', '');

test('the table has a line for each layer, and totals', () => {
  const text = plain(layerTable('resnet18', { normalization: 'deconv' }));
  expect(text).toMatch(
    /^ResNet-18 \(resnet18\), deconv, images 3x32x32, 10 classes, batch 128, width 1, depth 1\n/,
  );
  expect(text).toMatch(
    /\nlayer4\.1\.conv2 +deconvConv2d 3x3 +512x4x4 +2359808 +37748736 +[\d.]+ MB +[\d.]+ MB +64 +576 +5\n/,
  );
  expect(text).toContain('21 layers, 11169162 parameters');
  expect(text).toContain('555422720 multiply-adds for one image');
  expect(text).toMatch(/Planned activations: [\d.]+ [GM]B \([\d.]+ [GM]B if nothing shared memory\)/);
  expect(text).toMatch(/with 60000 images \(185 MB\): about [\d.]+ GB of GPU memory/);
});

test('options of runs and lanes change it; bad ones are sentences', () => {
  const text = layerTable('mobilenet_v2', {
    normalization: 'deconv',
    width: '0.5',
    image: '3x64x64',
    classes: '7',
  });
  expect(text).toContain('images 3x64x64, 7 classes, batch 128, width 0.5');
  expect(text).toMatch(/In all, without images: about [\d.]+ [GM]B of GPU memory/);
  expect(layerTable('linear', {})).toMatch(/^Linear \(linear\), none, /);
  expect(() => layerTable('alexnet', {})).toThrow('There is no model "alexnet"');
  expect(() => layerTable('lenet', { width: 'wide' })).toThrow('Width');
  expect(() => layerTable('lenet', { image: '3x32' })).toThrow('--image is 3x32');
  expect(() => layerTable('lenet', { classes: '1' })).toThrow('--classes is 1');
});

test('without a name, the command lists all models', async () => {
  let text = '';
  await modelCommand({ write: (part) => (text += part) }).parseAsync([], { from: 'user' });
  expect(text).toMatch(/densenet121 +DenseNet-121: /);
});
