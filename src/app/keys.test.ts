import { expect, test } from 'vitest';
import { keyAction } from './keys.ts';

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...more,
});

/** An element inside another that matches `tag` in a list of selectors. */
const inside = (tag: string) => ({
  closest: (selectors: string) => (selectors.split(', ').includes(tag) ? ({} as Element) : null),
});

test('keys act on the page itself', () => {
  expect([' ', 'ArrowRight', 'r', 'R', '?', 'x'].map((key) => keyAction(press(key), inside('body')))).toEqual(
    ['togglePlay', 'step', 'reset', 'reset', 'help', null],
  );
  expect(['p', 'Escape', '2', '0'].map((key) => keyAction(press(key), inside('body')))).toEqual([
    'present',
    'leave',
    { digit: 2 },
    null,
  ]);
});

test.each(['input', 'select', 'dialog'])('keys are left to a focused %s', (tag) => {
  for (const key of [' ', 'ArrowRight', 'r', '?']) expect(keyAction(press(key), inside(tag))).toBeNull();
});

test('a focused button keeps Space', () => {
  expect(keyAction(press(' '), inside('button'))).toBeNull();
  expect(keyAction(press('ArrowRight'), inside('button'))).toBe('step');
});

test('browser shortcuts stay the browser’s, and a held key resets once', () => {
  expect(keyAction(press('r', { ctrlKey: true }), null)).toBeNull();
  expect(keyAction(press('r', { metaKey: true }), null)).toBeNull();
  expect(keyAction(press('r', { repeat: true }), null)).toBeNull();
  expect(keyAction(press('ArrowRight', { repeat: true }), null)).toBe('step');
});
