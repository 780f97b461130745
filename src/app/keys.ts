/** What a key of the page asks for. */
export type KeyAction =
  'togglePlay' | 'step' | 'slowStep' | 'reset' | 'help' | 'present' | 'leave' | { readonly digit: number };

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** Elements that use the keys themselves. What can be focused for its content alone, or to reach its tabs, does not. */
const ownKeys =
  'input, select, textarea, [contenteditable], dialog, [role="menu"], ' +
  '[tabindex="0"]:not([role="tabpanel"]):not([role="tab"]):not([role="tablist"])';
/** A focused button keeps Space (and Enter); a focused tab is chosen already, and keeps the arrows to walk the others. */
const ownSpace = 'button:not([role="tab"]), summary, a, label';
const ownArrows = '[role="tab"]';

/** The action of a key pressed while `target` has the focus, or null. */
export function keyAction(press: KeyPress, target: Pick<Element, 'closest'> | null): KeyAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (target?.closest(ownKeys)) return null;
  switch (press.key) {
    case ' ':
      return press.repeat || target?.closest(ownSpace) ? null : 'togglePlay';
    case 'ArrowRight':
      return target?.closest(ownArrows) ? null : 'step';
    case 's':
    case 'S':
      return press.repeat ? null : 'slowStep';
    case 'r':
    case 'R':
      return press.repeat ? null : 'reset';
    case '?':
      return 'help';
    case 'p':
    case 'P':
      return press.repeat ? null : 'present';
    case 'Escape':
      return 'leave';
    default:
      return /^[1-9]$/.test(press.key) ? { digit: Number(press.key) } : null;
  }
}
