import {
  parquetMetadataAsync,
  parquetReadObjects,
  type AsyncBuffer,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UserError } from '../../util/assert.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { OpenFile } from '../source.ts';
import { ImageFitter } from './encodedImages.ts';
import { checkLabels } from './labels.ts';
import { checkPages, chunkRange, maxPageBytes } from './parquetPages.ts';

/**
 * Parquet in the image schema of Hugging Face: a struct `image` or `img` with the `bytes` of a PNG or JPEG file, and
 * labels as integers. Read row group by row group, so that of a file on its way only its end (the directory) and the
 * groups so far are needed.
 */
const imageColumns = ['image', 'img'];
const labelColumns = ['label', 'labels', 'fine_label'];
/** Rows decoded at once, of groups that are larger. */
const rowsPerPart = 1000;
/** More than any row group has. */
const maxGroupBytes = 1024 ** 3;

interface Table {
  readonly file: ByteFile;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly image: string;
  readonly label: string;
  readonly rows: number;
}

export async function readParquet(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  const { classes } = options;
  if (!classes) throw new UserError(`${options.title}: Parquet files name no classes.`);
  const tables = await Promise.all(
    files.map(async ({ role, file }) => ({
      split: role === 'test' ? ('test' as const) : ('train' as const),
      table: await openTable(file, options),
    })),
  );
  const count = (wanted: Split) =>
    tables.reduce((sum, { split, table }) => sum + (split === wanted ? table.rows : 0), 0);
  const fitter = new ImageFitter(options);
  async function* parts(): AsyncGenerator<Part, void, void> {
    for (const wanted of ['test', 'train'] as const)
      for (const { split, table } of tables)
        if (split === wanted) yield* readTable(table, { split, options, fitter });
  }
  return {
    layout: { counts: { train: count('train'), test: count('test') }, classes },
    parts: parts(),
    notes: () => fitter.notes(),
  };
}

const fault = (file: ByteFile, text: string) =>
  new UserError(`${file.name} is not a valid Parquet file: ${text}.`);

async function openTable(file: ByteFile, options: FormatOptions): Promise<Table> {
  const byteLength = await file.size();
  if (byteLength < 12) throw fault(file, `it has only ${byteLength} bytes`);
  const magic = await file.read(0, 4);
  if (String.fromCharCode(...magic) !== 'PAR1') throw fault(file, 'it does not begin with PAR1');
  const buffer: AsyncBuffer = {
    byteLength,
    slice: async (start, end = byteLength) => {
      const bytes = await file.read(
        Math.max(0, start < 0 ? byteLength + start : start),
        Math.min(end, byteLength),
      );
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    },
  };
  const tail = await file.read(byteLength - 4, byteLength);
  if (String.fromCharCode(...tail) !== 'PAR1')
    throw fault(file, 'it does not end with PAR1, so its directory is cut off; fetch the file again');
  const metadata = await guard(file, 'its directory cannot be read', () =>
    parquetMetadataAsync(buffer, { geoparquet: false }),
  );
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!Number.isSafeInteger(rows) || rows < 0 || rows !== Number(metadata.num_rows))
    throw fault(file, `its row groups have ${rows} rows, but the file says ${metadata.num_rows}`);
  // An image takes some bytes, so there cannot be more of them than bytes.
  if (rows > byteLength)
    throw fault(file, `it says that it has ${rows} rows, but has only ${byteLength} bytes`);
  if (rows === 0) throw new UserError(`${file.name} holds no images.`);
  const columns = metadata.schema.map(({ name }) => name);
  const found = (wanted: readonly string[], what: string) => {
    const column = wanted.find((name) => columns.includes(name));
    if (column !== undefined) return column;
    const have = topColumns(metadata).join(', ');
    throw new UserError(
      `${file.name} has no column of ${what}: ${wanted.join(' or ')} is looked for, but it has ${have || 'none'}.`,
    );
  };
  const image = found(imageColumns, 'images');
  const label = found(options.labels === null ? labelColumns : [options.labels], 'labels');
  return { file, buffer, metadata, image, label, rows };
}

function topColumns({ schema }: FileMetaData): string[] {
  const names: string[] = [];
  for (let i = 1; i < schema.length; i += 1 + descendants(schema, i)) names.push(schema[i]!.name);
  return names;
}

function descendants(schema: FileMetaData['schema'], index: number): number {
  let [count, open] = [0, schema[index]!.num_children ?? 0];
  while (open > 0 && index + count + 1 < schema.length) {
    count++;
    open += (schema[index + count]!.num_children ?? 0) - 1;
  }
  return count;
}

async function* readTable(
  table: Table,
  { split, options, fitter }: { split: Split; options: FormatOptions; fitter: ImageFitter },
): AsyncGenerator<Part, void, void> {
  const { file, metadata, image: imageColumn, label: labelColumn } = table;
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    const held = await guard(file, `the group of rows ${groupStart} to ${groupEnd - 1} cannot be read`, () =>
      holdGroup(table, group),
    );
    for (let first = groupStart; first < groupEnd; first += rowsPerPart) {
      const rows = await readRows(held, first, Math.min(groupEnd, first + rowsPerPart));
      const labels = Uint32Array.from(rows, (row, i) =>
        labelOf(row[labelColumn], `Row ${first + i} of ${file.name}`),
      );
      checkLabels(labels, { fileName: file.name, classes: options.classes!.length, first });
      const encoded = rows.map((row, i) => imageOf(row[imageColumn], `Row ${first + i} of ${file.name}`));
      yield { split, images: await fitter.fit(encoded, labels) };
    }
    groupStart = groupEnd;
  }
}

function checkCodec(codec: string | undefined): void {
  if (codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY' && !(codec !== undefined && codec in compressors))
    throw new Error(
      `its values are packed with ${codec === undefined ? 'a codec that the format does not have' : `the codec ${codec}, which is not known here`}`,
    );
}

/** The table with the bytes of a row group in memory, its pages checked. */
async function holdGroup(table: Table, group: RowGroup): Promise<Table> {
  const { file, buffer, image, label } = table;
  const chunks = group.columns.filter(({ meta_data }) =>
    [image, label].includes(meta_data?.path_in_schema[0] ?? ''),
  );
  if (chunks.length === 0) throw new Error('the columns of images and labels are missing');
  for (const { meta_data } of chunks) checkCodec(meta_data?.codec);
  const ranges = chunks.map(chunkRange);
  const [start, end] = [Math.min(...ranges.map(([from]) => from)), Math.max(...ranges.map(([, to]) => to))];
  if (!(start >= 4 && start < end && end <= buffer.byteLength && end - start <= maxGroupBytes))
    throw new Error(`it lies at bytes ${start} to ${end} of ${buffer.byteLength}`);
  const bytes = await file.read(start, end);
  if (bytes.length < end - start) throw new Error(`it ends at byte ${start + bytes.length}`);
  for (const [from, to] of ranges)
    checkPages(bytes.subarray(from - start, to - start), Number(group.num_rows));
  const slice: AsyncBuffer['slice'] = (from, to = buffer.byteLength) =>
    from >= start && to <= end
      ? bytes.buffer.slice(bytes.byteOffset + from - start, bytes.byteOffset + to - start)
      : buffer.slice(from, to);
  return { ...table, buffer: { byteLength: buffer.byteLength, slice } };
}

async function readRows(
  { file, buffer, metadata, image, label }: Table,
  rowStart: number,
  rowEnd: number,
): Promise<Record<string, unknown>[]> {
  const rows = await guard(file, `rows ${rowStart} to ${rowEnd - 1} cannot be read`, () =>
    parquetReadObjects({
      file: buffer,
      metadata,
      columns: [image, label],
      rowStart,
      rowEnd,
      // Image bytes are no text.
      utf8: false,
      compressors: guarded,
    }),
  );
  if (rows.length !== rowEnd - rowStart)
    throw fault(file, `rows ${rowStart} to ${rowEnd - 1} are not all there (${rows.length} are)`);
  return rows;
}

/** The library's decompressors, but for pages larger than any of images. */
const guarded: typeof compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      if (outputLength > maxPageBytes) throw new Error(`a page unpacks to ${outputLength} bytes`);
      return decompress(input, outputLength);
    },
  ]),
);

/** The library's errors become sentences; those of whoever gives the bytes stay. */
async function guard<T>(file: ByteFile, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    // What a library trips over says nothing to a user.
    const isTrip = error instanceof TypeError || error instanceof RangeError;
    throw fault(file, isTrip ? what : `${what} (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** -1 and the like become numbers that no class has. */
function labelOf(value: unknown, where: string): number {
  if (typeof value === 'bigint') return Number(BigInt.asUintN(32, value));
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new UserError(
    `${where} has no label${value === null || value === undefined ? '' : ` but ${typeof value}`}.`,
  );
}

function imageOf(value: unknown, where: string): { name: string; bytes: Uint8Array<ArrayBuffer> } {
  const isStruct = typeof value === 'object' && value !== null && 'bytes' in value;
  const content = isStruct ? value.bytes : value;
  if (!(content instanceof Uint8Array)) throw new UserError(`${where} has no image.`);
  const path = isStruct && 'path' in value ? value.path : null;
  const name =
    path instanceof Uint8Array ? new TextDecoder().decode(path) : typeof path === 'string' ? path : '';
  return { name: name ? `${where} (${name})` : where, bytes: content as Uint8Array<ArrayBuffer> };
}
