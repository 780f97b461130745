import { UserError } from '../util/assert.ts';
import type { ByteFile } from './byteFile.ts';
import type { OpenFile, OpenSource, OpenSources, Source, SourceFile, SourceRequest } from './source.ts';

/** A place that holds files: a directory, a server, files dropped on the page. */
export interface FilePlace {
  /** The file of a path below the place, e.g. `mnist/train-images-idx3-ubyte.gz`; null if there is none. */
  find(this: void, path: string): Promise<ByteFile | null>;
  /** All files below a folder, sorted by path, each named by its path below it; none where the place cannot tell. */
  list(this: void, folder: string): Promise<readonly ByteFile[]>;
}

/** Opens the first source all of whose files are in `place`. */
export function sourcesIn(place: FilePlace): OpenSources {
  return async (request) => {
    const missing: string[][] = [];
    for (const source of request.sources) {
      const found = await openSource(source, place);
      if (!Array.isArray(found)) return found;
      missing.push(found);
    }
    throw new UserError(sayMissing(request, missing));
  };
}

/** The source with its files, or the names of those that are missing. */
export async function openSource(source: Source, place: FilePlace): Promise<OpenSource | string[]> {
  const found = await Promise.all(source.files.map((file) => openFile(file, place)));
  const missing = source.files.filter((_, i) => found[i]!.length === 0);
  if (missing.length > 0) return missing.map(({ path }) => path);
  return { format: source.format, files: found.flat() };
}

async function openFile(wanted: SourceFile, place: FilePlace): Promise<OpenFile[]> {
  const { role, path, aliases = [] } = wanted;
  if (path.endsWith('/')) return (await place.list(path)).map((file) => ({ role, file }));
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  for (const candidate of [path, ...aliases.map((name) => folder + name)]) {
    const file = await place.find(candidate);
    if (file) return [{ role, file }];
  }
  return [];
}

/** The source of which least is missing is most likely the one that was meant. */
function sayMissing(
  { name, title, sources }: SourceRequest,
  missing: readonly (readonly string[])[],
): string {
  const absence = (i: number) => missing[i]!.length / sources[i]!.files.length;
  const nearest = missing.map((_, i) => i).reduce((best, i) => (absence(i) < absence(best) ? i : best), 0);
  const { files } = sources[nearest]!;
  if (files[0]!.path.endsWith('/'))
    return (
      `${title} need a folder with a folder of images for each class, or a zip of one. Drop it on the page, or name it ` +
      'with --data DIR.'
    );
  const names = missing[nearest]!.map((path) => path.slice(path.indexOf('/') + 1)).join(', ');
  const extent = missing[nearest]!.length === files.length ? 'none of them was' : 'not all were';
  return (
    `${title} needs ${files.length} files, but ${extent} found; missing: ${names}. Fetch them with ` +
    `"npm run data -- ${name}", drop them on the page, or name the directory that holds them with --data DIR.`
  );
}
