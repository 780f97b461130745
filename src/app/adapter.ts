import type { AdapterDescription } from '../gpu/device.ts';

/** The adapter's name for people; browsers tell more or less of it. */
export function adapterName({ vendor, architecture, description }: AdapterDescription): string {
  if (description !== '') return description.replace(/\s*\(.*$/, '');
  return [vendor, architecture].filter((part) => part !== '').join(' ') || 'unnamed adapter';
}
