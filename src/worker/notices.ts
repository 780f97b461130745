/** That a file could not be kept, and why. */
const notKept = /^(.+) (?:is|are) (used but not kept for the next visit\. .+)$/;

/** The notices with another one; of files that are not kept for the same reason one sentence tells. */
export function addNotice(notices: readonly string[], notice: string): readonly string[] {
  const [, name, what] = notKept.exec(notice) ?? [];
  const same = notices.find((old) => what !== undefined && notKept.exec(old)?.[2] === what);
  if (same === undefined) return [...notices, notice];
  const names = notKept.exec(same)![1]!;
  return [...notices.filter((old) => old !== same), `${names}, ${name} are ${what}`];
}
