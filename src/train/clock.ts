/** A stopwatch that can be halted. */
export class Clock {
  private total = 0;
  private startedAt: number | null = null;

  start(): void {
    this.startedAt ??= performance.now();
  }

  stop(): void {
    this.total = this.ms;
    this.startedAt = null;
  }

  /** Milliseconds between starts and stops so far. */
  get ms(): number {
    return this.total + (this.startedAt === null ? 0 : performance.now() - this.startedAt);
  }
}
