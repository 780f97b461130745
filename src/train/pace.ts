/** Holds training back to so many steps a second, to be watched. At full speed no step waits. */
export class Pace {
  private periodMs = 0;
  /** When the last step was taken. */
  private lastAt = -Infinity;
  private wake: () => void = () => undefined;

  /** Whether steps are held back. */
  get isSlow(): boolean {
    return this.periodMs > 0;
  }

  /** Whether the next step need not wait. */
  get isDue(): boolean {
    return !this.isSlow || this.restMs <= 0;
  }

  /** @param stepsPerSecond from now on, also for the step that is waited for; null is full speed */
  set(stepsPerSecond: number | null): void {
    this.periodMs = stepsPerSecond === null ? 0 : 1000 / stepsPerSecond;
    this.cut();
  }

  /** A step is taken: the next is due a period later. */
  count(): void {
    if (this.isSlow) this.lastAt = performance.now();
  }

  /** Makes the next step due, as when training is asked for anew. */
  restart(): void {
    this.lastAt = -Infinity;
    this.cut();
  }

  /** Settles when the next step is due; sooner when the wait is cut short. */
  async wait(): Promise<void> {
    if (this.isDue) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.restMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the wait under way: whoever waits looks again at what there is to do. */
  cut(): void {
    this.wake();
  }

  /** Milliseconds until the next step is due. */
  private get restMs(): number {
    return this.lastAt + this.periodMs - performance.now();
  }
}
