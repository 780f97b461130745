interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What is going on: a line that is redrawn on a terminal, one line after the other elsewhere. */
export class StatusLine {
  private readonly output: Output;
  private readonly start = performance.now();
  private last = '';

  constructor(output: Output) {
    this.output = output;
  }

  show(text: string): void {
    if (text === this.last) return;
    this.last = text;
    const seconds = ((performance.now() - this.start) / 1000).toFixed(0);
    const line = `[${seconds} s] ${text}`;
    if (this.output.isTTY) this.output.write(`\r\x1b[K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
    // Samples come many to a second; in a file their stages do.
    else if (!/sample \d+ of/.test(text) || /sample 1 of/.test(text)) this.output.write(`${line}\n`);
  }

  /** A line of its own that stays. */
  line(text: string): void {
    this.clear();
    this.output.write(`${text}\n`);
  }

  clear(): void {
    if (this.output.isTTY) this.output.write('\r\x1b[K');
  }
}
