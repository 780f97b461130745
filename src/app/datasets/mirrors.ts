import { keepText, pageStorage } from '../storage.ts';
import { strings } from '../strings.ts';

/** Where the user's own mirrors are kept between visits. */
const key = 'deconv-lab mirrors';

export type ParsedMirrors = { readonly mirrors: readonly string[] } | { readonly problem: string };

/** Addresses of folders, one a line or parted by blanks; the first that is none is a problem. */
export function parseMirrors(text: string): ParsedMirrors {
  const mirrors = text.split(/\s+/).filter((part) => part !== '');
  for (const mirror of mirrors) {
    const isAddress = URL.canParse(mirror) && /^https?:$/.test(new URL(mirror).protocol);
    if (!isAddress) return { problem: strings.data.noAddress(mirror) };
  }
  return { mirrors };
}

/** The mirrors kept at an earlier visit, and a sentence when there are none because they could not be read. */
export function loadMirrors(store = pageStorage()): {
  readonly mirrors: readonly string[];
  readonly problem: string | null;
} {
  if (!store) return { mirrors: [], problem: strings.storage.none };
  const parsed = parseMirrors(store.getItem(key) ?? '');
  if ('mirrors' in parsed) return { ...parsed, problem: null };
  return { mirrors: [], problem: strings.storage.badMirrors(parsed.problem) };
}

/** Returns whether the browser could keep them. */
export function saveMirrors(mirrors: readonly string[], store = pageStorage()): boolean {
  return keepText(key, mirrors.length === 0 ? null : mirrors.join('\n'), store);
}
