/** The part of a browser's lock manager that stores use: one holder of a name at a time, in the order of asking. */
export function fakeLocks() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async request<T>(
      name: string,
      { signal }: { readonly signal: AbortSignal },
      work: () => Promise<T>,
    ): Promise<T> {
      const before = tails.get(name);
      let free: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (free = resolve));
      tails.set(
        name,
        Promise.resolve(before).then(() => held),
      );
      try {
        const cancelled = new Promise<never>((_, reject) => {
          if (signal.aborted) reject(signal.reason as Error);
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
        await Promise.race([before, cancelled]);
        return await work();
      } finally {
        free();
      }
    },
  };
}
