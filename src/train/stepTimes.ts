/** Timed steps of each program that count. */
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

  /**
   * Of steps that run these programs, each at the mean of the middle third of its timings, which heeds no
   * outlier and evens out a coarse clock; those never timed are left out. 0 where none was.
   */
  mean(programs: readonly string[]): number {
    const means = new Map([...this.kept].map(([program, timings]) => [program, middleMean(timings)]));
    const timed = programs.flatMap((program) => means.get(program) ?? []);
    return timed.length === 0 ? 0 : timed.reduce((sum, ms) => sum + ms, 0) / timed.length;
  }
}

function middleMean(timings: readonly number[]): number {
  const sorted = [...timings].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 3);
  const middle = sorted.slice(cut, sorted.length - cut);
  return middle.reduce((sum, ms) => sum + ms, 0) / middle.length;
}
