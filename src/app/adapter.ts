import type { AdapterDescription } from '../gpu/device.ts';

/** Browsers give names in small letters; these are how their owners write them. */
const spellings: Readonly<Record<string, string>> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  google: 'Google',
  intel: 'Intel',
  mesa: 'Mesa',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
  swiftshader: 'SwiftShader',
};

/** The adapter's name for people; browsers tell more or less of it. */
export function adapterName({ vendor, architecture, description }: AdapterDescription): string {
  if (description !== '') return description.replace(/\s*\(.*$/, '');
  const parts = [vendor, architecture].filter((part) => part !== '');
  return parts.map((part) => spellings[part.toLowerCase()] ?? part).join(' ') || 'unnamed adapter';
}
