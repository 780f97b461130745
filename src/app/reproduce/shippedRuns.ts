import { parseResult, type RunResult } from '../../train/reproduce/result.ts';

const files = import.meta.glob<unknown>('./runs/*.json', { import: 'default', eager: true });

/** The runs that came with the repository: result files of `npm run reproduce`, in the folder `runs`. */
export const shippedRuns: readonly RunResult[] = Object.entries(files).map(([path, value]) =>
  parseResult(value, path),
);
