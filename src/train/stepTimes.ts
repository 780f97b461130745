/** Timed steps of each program of which the median counts. */
const keptTimings = 15;

/** Milliseconds of steps, by the program that they ran. */
export class StepTimes {
  private readonly kept = new Map<string, number[]>();

  add(program: string, ms: number): void {
    const timings = this.kept.get(program) ?? [];
    this.kept.set(program, [...timings.slice(1 - keptTimings), ms]);
  }

  has(program: string): boolean {
    return this.kept.has(program);
  }

  /** Of steps that run these programs, each at its median; those never timed are left out. 0 where none was. */
  mean(programs: readonly string[]): number {
    const medians = new Map([...this.kept].map(([program, timings]) => [program, median(timings)]));
    const timed = programs.flatMap((program) => medians.get(program) ?? []);
    return timed.length === 0 ? 0 : timed.reduce((sum, ms) => sum + ms, 0) / timed.length;
  }
}

function median(timings: readonly number[]): number {
  const sorted = [...timings].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
