/** Texts by name that outlast a visit. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What the browser keeps for this page between visits; null where it keeps nothing. */
export function pageStorage(): TextStore | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Keeps a text, or with null forgets it; returns whether the browser could. */
export function keepText(key: string, value: string | null, store = pageStorage()): boolean {
  try {
    if (value === null) store?.removeItem(key);
    else store?.setItem(key, value);
    return store !== null;
  } catch {
    return false;
  }
}
