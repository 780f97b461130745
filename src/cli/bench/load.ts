import { cpus } from 'node:os';
import type { LoadProbe } from '../../bench/sampling.ts';

/** Milliseconds that all cores of the machine have been busy. */
function busyMs(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}

/** Milliseconds of processor time that this process has taken. */
function ownMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What other programs do to the machine meanwhile, from the system's own accounts. */
export const foreignLoad: LoadProbe = {
  watch() {
    const [start, busy, own] = [performance.now(), busyMs(), ownMs()];
    return () => Math.max(0, busyMs() - busy - (ownMs() - own)) / (performance.now() - start);
  },
};
