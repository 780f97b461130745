/** Throws when an invariant of the program itself is broken; user-caused errors are sentences thrown as UserError. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`);
}

/** An error that the user caused and can mend; its message is a sentence fit for the page and the terminal. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** For the default branch of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new Error(`internal error: unexpected ${JSON.stringify(value)}`);
}
