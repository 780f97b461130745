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
  private lastStage = '';

  constructor(output: Output) {
    this.output = output;
  }

  /** `stage`: part of it that moves slowly; where lines stay, only a change of it makes another. Default: the text. */
  show(text: string, stage = text): void {
    if (text === this.last) return;
    this.last = text;
    const seconds = ((performance.now() - this.start) / 1000).toFixed(0);
    const line = `[${seconds} s] ${text}`;
    if (this.output.isTTY) this.output.write(`\r\x1b[K${line.slice(0, (this.output.columns ?? 80) - 1)}`);
    else if (stage !== this.lastStage) this.output.write(`${line}\n`);
    this.lastStage = stage;
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
