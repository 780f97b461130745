/**
 * What a button does, unless it is off: it then stays where it is for the keyboard, as it may be off because of what was
 * just pressed, and a disabled button would throw the focus back to the beginning of the page.
 */
export function pressable(isOff: boolean, onPress: () => void) {
  return { 'aria-disabled': isOff, onClick: isOff ? undefined : onPress };
}
