import { UserError } from '../../util/assert.ts';
import { readCase, type CaseEntry } from './cases.ts';
import type { CaseRunner, GoldenContext } from './context.ts';
import { compositeRunners } from './composites.ts';
import { convolutionRunners } from './convolutions.ts';
import { elementwiseRunners } from './elementwise.ts';
import { judge } from './judge.ts';
import { lossRunners } from './losses.ts';
import { modelRunners } from './modelTrain.ts';
import { newtonSchulzRunners } from './newtonSchulz.ts';
import { normalizationRunners } from './normalizations.ts';
import { optimizationRunners } from './optimization.ts';
import { poolRunners } from './pools.ts';
import type { CaseReport } from './report.ts';
import { trajectoryRunners } from './trajectory.ts';

/** Every op that the format knows, by its name in the index. */
const runners: Readonly<Record<string, CaseRunner>> = {
  ...convolutionRunners,
  ...elementwiseRunners,
  ...poolRunners,
  ...compositeRunners,
  ...normalizationRunners,
  ...newtonSchulzRunners,
  ...lossRunners,
  ...optimizationRunners,
  ...trajectoryRunners,
  ...modelRunners,
};

/** Runs and judges one case. Whatever goes wrong in it is its failure, never a reason to leave it out. */
export async function runCase(entry: CaseEntry, context: GoldenContext): Promise<CaseReport> {
  const start = performance.now();
  const report = (result: Pick<CaseReport, 'passed' | 'verdicts' | 'failure'>): CaseReport => ({
    entry,
    ...result,
    seconds: (performance.now() - start) / 1000,
  });
  try {
    const run = Object.hasOwn(runners, entry.op) ? runners[entry.op] : undefined;
    if (!run)
      throw new UserError(
        `the op ${entry.op} is unknown; known are ${Object.keys(runners).sort().join(', ')}`,
      );
    const golden = await readCase(entry);
    if (golden.named('expected').length === 0) throw new UserError('the case expects nothing');
    const verdicts = judge(golden, await run(golden, context));
    return report({ passed: verdicts.every(({ passed }) => passed), verdicts, failure: null });
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return report({ passed: false, verdicts: [], failure: failure.replaceAll(/\s+/g, ' ').trim() });
  }
}
