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

interface Parent {
  readonly tag: string;
  readonly [attribute: string]: string;
}

/** Whether an element matches a selector such as `tag[name="value"]:not([name])`. */
function matches(element: Parent, selector: string): boolean {
  return (selector.match(/:not\(.*?\)|\[.*?\]|^\w+/g) ?? []).every((part) => {
    const [, negated] = /^:not\((.*)\)$/.exec(part) ?? [];
    if (negated !== undefined) return !matches(element, negated);
    const [, name, value] = /^\[(\w+)(?:="(\w+)")?\]$/.exec(part) ?? [];
    if (name === undefined) return element.tag === part;
    return value === undefined ? name in element : element[name] === value;
  });
}

/** What has the focus, the innermost element first. */
const inside = (...chain: readonly (string | Parent)[]) => ({
  closest: (selectors: string) =>
    chain
      .map((part) => (typeof part === 'string' ? { tag: part } : part))
      .some((element) => selectors.split(', ').some((selector) => matches(element, selector)))
      ? ({} as Element)
      : null,
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

test('a chosen tab keeps the arrows alone, as a tab in a dialog keeps all', () => {
  const tab = [
    { tag: 'button', role: 'tab', tabindex: '0' },
    { tag: 'div', role: 'tablist', tabindex: '0' },
  ];
  const pressed = (...around: string[]) =>
    [' ', 's', 'r', 'p', '?', '3', 'ArrowRight'].map((key) =>
      keyAction(press(key), inside(...tab, ...around)),
    );
  expect(pressed('main')).toEqual(['togglePlay', 'slowStep', 'reset', 'present', 'help', { digit: 3 }, null]);
  expect(pressed('dialog')).toEqual(Array(7).fill(null));
});

test('what arrow keys move or scroll keeps its keys, the panel of a tab does not', () => {
  const focused = (role: string) => inside({ tag: 'div', role, tabindex: '0' });
  expect(keyAction(press('ArrowRight'), focused('application'))).toBeNull();
  expect(keyAction(press('ArrowRight'), focused('tabpanel'))).toBe('step');
});

test('browser shortcuts stay the browser’s, and a held key resets once', () => {
  expect(keyAction(press('r', { ctrlKey: true }), null)).toBeNull();
  expect(keyAction(press('r', { metaKey: true }), null)).toBeNull();
  expect(keyAction(press('r', { repeat: true }), null)).toBeNull();
  expect(keyAction(press('ArrowRight', { repeat: true }), null)).toBe('step');
});
