import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSafetensors } from '../../data/safetensors.ts';
import { formatShape } from '../../engine/tensor.ts';
import { UserError } from '../../util/assert.ts';
import { Attributes, isObject, type JsonObject } from './attributes.ts';

/** A tensor of a case, as the index describes it. */
interface TensorEntry {
  /** `expected` tensors are judged. */
  readonly role: string;
  readonly shape: readonly number[];
  /** Bound of the relative Euclidean error; null where a tensor `<name>_tol` holds bounds for each entry. */
  readonly tolerance: number | null;
}

/** One case, as the index describes it. */
export interface CaseEntry {
  readonly name: string;
  readonly op: string;
  readonly directory: string;
  readonly file: string;
  /** The whole entry, for what only some ops have. */
  readonly json: JsonObject;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A case with its values. */
export class GoldenCase {
  readonly entry: CaseEntry;
  readonly attributes: Attributes;
  private readonly values: ReadonlyMap<string, GoldenTensor>;

  constructor(entry: CaseEntry, values: ReadonlyMap<string, GoldenTensor>) {
    this.entry = entry;
    this.attributes = new Attributes(entry.json.attributes ?? {}, entry.name);
    this.values = values;
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  tensor(name: string): GoldenTensor {
    const tensor = this.values.get(name);
    if (!tensor) throw new UserError(`${this.entry.name}: tensor ${name} is missing from ${this.entry.file}`);
    return tensor;
  }

  /** Names of the tensors of one role, in the order of the index. */
  named(role: string): string[] {
    return [...this.entry.tensors].filter(([, entry]) => entry.role === role).map(([name]) => name);
  }
}

/** Reads the `index.json` of a directory. */
export async function readIndex(directory: string): Promise<CaseEntry[]> {
  const path = join(directory, 'index.json');
  let index: unknown;
  try {
    index = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(index) || !Array.isArray(index.cases))
    throw new UserError(`${path} has no list of cases; expected {"cases": [...]}`);
  if (index.cases.length === 0) throw new UserError(`${path} lists no cases`);
  const tolerance = isObject(index.tolerance) ? index.tolerance : {};
  return index.cases.map((entry: unknown, i) =>
    readEntry(entry, `${path}: cases[${i}]`, directory, tolerance),
  );
}

function readEntry(json: unknown, where: string, directory: string, defaults: JsonObject): CaseEntry {
  if (!isObject(json)) throw new UserError(`${where} is not an object`);
  const { name, op, file, tensors } = json;
  if (typeof name !== 'string' || typeof op !== 'string' || typeof file !== 'string' || !isObject(tensors))
    throw new UserError(`${where} needs name, op and file, which are texts, and tensors`);
  return {
    name,
    op,
    directory,
    file,
    json,
    tensors: new Map(
      Object.entries(tensors).map(([tensor, entry]) => [
        tensor,
        readTensorEntry(entry, `${name}: ${tensor}`, defaults, `${tensor}_tol` in tensors),
      ]),
    ),
  };
}

/** The tolerance is the entry's own, or else follows from its float32 error by the index's rule. */
function readTensorEntry(
  json: unknown,
  where: string,
  defaults: JsonObject,
  hasBounds: boolean,
): TensorEntry {
  if (!isObject(json)) throw new UserError(`${where} is not an object`);
  const { role, shape } = json;
  if (typeof role !== 'string' || !Array.isArray(shape) || !shape.every((size) => Number.isInteger(size)))
    throw new UserError(
      `${where} needs a role, which is a text, and a shape, which is a list of whole numbers`,
    );
  const attributes = new Attributes(json, where);
  const rule = new Attributes(defaults, 'tolerance');
  const derived = Math.max(
    rule.number('floor', 1e-4),
    rule.number('factor', 10) * attributes.number('f32_rel_err', 0),
  );
  return {
    role,
    shape: shape as number[],
    tolerance: hasBounds ? null : attributes.number('rtol_norm', derived),
  };
}

/** Reads the values of a case and checks them against the index: every tensor must be there, in its shape. */
export async function readCase(entry: CaseEntry): Promise<GoldenCase> {
  const path = join(entry.directory, entry.file);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const values = new Map<string, GoldenTensor>();
  for (const [name, { shape, data }] of parseSafetensors(bytes, path).tensors) {
    if (!(data instanceof Float32Array)) throw new UserError(`${path}: tensor ${name} is not F32`);
    values.set(name, { shape, values: data });
  }
  for (const [name, { shape }] of entry.tensors) {
    const found = values.get(name);
    if (!found) throw new UserError(`${path} lacks tensor ${name}, which the index lists`);
    if (formatShape(found.shape) !== formatShape(shape))
      throw new UserError(
        `${path}: tensor ${name} has shape ${formatShape(found.shape)}, the index says ${formatShape(shape)}`,
      );
  }
  return new GoldenCase(entry, values);
}
