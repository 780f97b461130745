import { expect, test } from 'vitest';
import { nextStop } from './stops.ts';

const stops = [0, 100, 200, 230];

test.each([
  [229, 230],
  [216, 230],
  [214, 200],
  [140, 100],
  [3, 0],
])('a pointer at %d holds the slider at %d', (to, stop) => {
  expect(nextStop(stops, { from: 230, to, isDragged: true })).toBe(stop);
});

test('a key gets to the next stop, however far it is, and a long way to the nearest', () => {
  const press = (from: number, to: number) => nextStop(stops, { from, to, isDragged: false });
  expect(press(230, 229)).toBe(200);
  expect(press(200, 199)).toBe(100);
  expect(press(100, 101)).toBe(200);
  expect(press(230, 151)).toBe(200);
  expect(press(230, 0)).toBe(0);
  expect(press(0, 1000)).toBe(230);
});

test('there is nothing beyond the first and the last', () => {
  expect(nextStop(stops, { from: 0, to: -1, isDragged: false })).toBe(0);
  expect(nextStop(stops, { from: 230, to: 231, isDragged: false })).toBe(230);
  expect(nextStop([5], { from: 5, to: 4, isDragged: false })).toBe(5);
});
