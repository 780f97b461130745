/** What the browser keeps for this page between visits; null where it keeps nothing. */
export function pageStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
