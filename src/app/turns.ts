/** Calls `work` once the page has painted what it is now; at once where nobody sees it, since then nothing is painted. */
export function afterPaint(work: () => void): void {
  const soon = () => void setTimeout(work);
  if (document.hidden) soon();
  else requestAnimationFrame(soon);
}

interface Turn {
  readonly begin: () => void;
}

/** Pieces of work that wait for each other, so that no task of the page becomes long. */
export class Turns {
  private readonly waiting: Turn[] = [];
  private readonly pause: (work: () => void) => void;
  private isBusy = false;

  /** @param pause calls what it is given a while later */
  constructor(pause: (work: () => void) => void) {
    this.pause = pause;
  }

  /**
   * Calls `begin` when those that came before have ended, and a pause is over.
   *
   * @returns to be called when the turn is over, or is not wanted any more
   */
  take(begin: () => void): () => void {
    const turn: Turn = { begin };
    let hasEnded = false;
    this.waiting.push(turn);
    if (!this.isBusy) this.goOn();
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      const place = this.waiting.indexOf(turn);
      if (place < 0) this.goOn();
      else this.waiting.splice(place, 1);
    };
  }

  private goOn(): void {
    this.isBusy = this.waiting.length > 0;
    if (!this.isBusy) return;
    this.pause(() => {
      const turn = this.waiting.shift();
      if (turn) turn.begin();
      else this.isBusy = false;
    });
  }
}
