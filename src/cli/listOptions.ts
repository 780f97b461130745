import { UserError } from '../util/assert.ts';

/** `a, b` as entries, each once. */
export function listOption(text: string, option: string): string[] {
  const entries = [...new Set(text.split(',').map((entry) => entry.trim()))].filter((entry) => entry !== '');
  if (entries.length === 0)
    throw new UserError(`${option} names nothing; it takes values separated by commas.`);
  return entries;
}

export function wholeOption(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new UserError(`${option} has ${text}; it takes whole numbers from 1 to 1000.`);
  return value;
}
