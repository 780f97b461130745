/**
 * Asks for the newest value only: at most one question is under way, and of those that come meanwhile the last is asked
 * when it has been answered.
 */
export function latestOnly<Value>(ask: (value: Value) => Promise<void>): (value: Value) => void {
  let isBusy = false;
  let next: { readonly value: Value } | null = null;
  const run = async (value: Value) => {
    isBusy = true;
    await ask(value).catch(() => undefined);
    isBusy = false;
    const waiting = next;
    next = null;
    if (waiting) void run(waiting.value);
  };
  return (value) => {
    if (isBusy) next = { value };
    else void run(value);
  };
}
