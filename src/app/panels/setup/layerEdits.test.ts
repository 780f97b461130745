import { expect, test } from 'vitest';
import { formatLayers, layerKinds, parseLayers, type LayerKind } from '../../../nn/own/layerList.ts';
import { insertAt, move, newLayers, placeFor, removeAt, replaceAt } from './layerEdits.ts';

const layers = parseLayers('conv8,maxpool2,mean,linear64');

test('a layer that takes maps goes in front of the one that leaves none, others go last', () => {
  const add = (kind: LayerKind) => formatLayers(insertAt(layers, placeFor(kind, layers), newLayers[kind]));
  expect(add('conv')).toBe('conv8,maxpool2,conv16,mean,linear64');
  expect(add('linear')).toBe('conv8,maxpool2,mean,linear64,linear64');
  expect(placeFor('conv', [])).toBe(0);
});

test('layers move, go and change', () => {
  expect(formatLayers(move(layers, 0, 2))).toBe('maxpool2,mean,conv8,linear64');
  expect(formatLayers(move(layers, 3, 0))).toBe('linear64,conv8,maxpool2,mean');
  expect(formatLayers(removeAt(layers, 1))).toBe('conv8,mean,linear64');
  expect(formatLayers(replaceAt(layers, 0, { kernelSize: 5 }))).toBe('conv8k5,maxpool2,mean,linear64');
});

test('what a new layer begins with is valid', () => {
  for (const kind of Object.keys(layerKinds) as LayerKind[])
    expect(parseLayers(formatLayers([newLayers[kind]]))).toEqual([newLayers[kind]]);
});
