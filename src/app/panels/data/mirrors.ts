import { pageStorage } from '../../storage.ts';
import { strings } from '../../strings.ts';

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

export function loadMirrors(): readonly string[] {
  const parsed = parseMirrors(pageStorage()?.getItem(key) ?? '');
  return 'mirrors' in parsed ? parsed.mirrors : [];
}

export function saveMirrors(mirrors: readonly string[]): void {
  if (mirrors.length === 0) pageStorage()?.removeItem(key);
  else pageStorage()?.setItem(key, mirrors.join('\n'));
}
