import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

/** Turns whose pauses end when the test says so. */
function setUp() {
  const pauses: (() => void)[] = [];
  const begun: string[] = [];
  const turns = new Turns((work) => pauses.push(work));
  return {
    begun,
    take: (name: string) => turns.take(() => begun.push(name)),
    goOn: () => pauses.splice(0).forEach((work) => work()),
  };
}

test('turns begin one by one, each after a pause', () => {
  const { begun, take, goOn } = setUp();
  const endA = take('a');
  const endB = take('b');
  expect(begun).toEqual([]);
  goOn();
  goOn();
  expect(begun).toEqual(['a']);
  endA();
  endA();
  expect(begun).toEqual(['a']);
  goOn();
  expect(begun).toEqual(['a', 'b']);
  endB();
  goOn();
  take('c');
  goOn();
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('a turn that is given up before it begins holds nobody back', () => {
  const { begun, take, goOn } = setUp();
  take('a')();
  take('b');
  goOn();
  expect(begun).toEqual(['b']);
  const alone = setUp();
  alone.take('a')();
  alone.goOn();
  alone.take('b');
  alone.goOn();
  expect(alone.begun).toEqual(['b']);
});
