const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/**
 * Has the focus go on to the next control where one leaves the page that has it: a notice that is closed, a lane that is
 * removed. Else whoever uses keys or a screen reader would be thrown back to the beginning of the page.
 */
export function keepFocus(): void {
  // What the keyboard has come to, and the controls behind it.
  let focused: HTMLElement | undefined;
  let others: HTMLElement[] = [];
  const note = () => {
    const all = [...document.querySelectorAll<HTMLElement>(controls)];
    const index = all.findIndex((control) => control.matches(':focus-visible'));
    [focused, ...others] = index < 0 ? [] : all.slice(index);
  };
  note();
  addEventListener('focusin', note);
  addEventListener('pointerdown', () => (focused = undefined));
  new MutationObserver(() => {
    if (!focused || focused.isConnected) return;
    focused = undefined;
    // Not at once: a dialog or a menu that closes gives the focus back by itself.
    requestAnimationFrame(() => {
      for (const other of others) {
        if (document.activeElement !== document.body) return;
        other.focus();
      }
    });
  }).observe(document, { subtree: true, childList: true });
}
