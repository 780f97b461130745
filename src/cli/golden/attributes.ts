import { UserError } from '../../util/assert.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checked access to the attributes of a case or layer. An attribute that is missing or null takes the fallback;
 * without a fallback it is an error.
 */
export class Attributes {
  private readonly values: JsonObject;
  private readonly where: string;

  constructor(values: unknown, where: string) {
    if (!isObject(values)) throw new UserError(`${where}: the attributes are not an object`);
    this.values = values;
    this.where = where;
  }

  has(name: string): boolean {
    return (this.values[name] ?? null) !== null;
  }

  number(name: string, fallback?: number): number {
    return this.read(name, 'a number', (value) => typeof value === 'number', fallback);
  }

  text(name: string, fallback?: string): string {
    return this.read(name, 'a text', (value) => typeof value === 'string', fallback);
  }

  boolean(name: string, fallback?: boolean): boolean {
    return this.read(name, 'true or false', (value) => typeof value === 'boolean', fallback);
  }

  numbers(name: string, fallback?: readonly number[]): readonly number[] {
    const isNumbers = (value: unknown): value is readonly number[] =>
      Array.isArray(value) && value.every((entry) => typeof entry === 'number');
    return this.read(name, 'a list of numbers', isNumbers, fallback);
  }

  /** Attributes within, such as those of an optimizer. */
  object(name: string): Attributes {
    return new Attributes(this.read(name, 'an object', isObject), `${this.where}: ${name}`);
  }

  /** A list of attributes, such as those of the layers of a network. */
  objects(name: string): Attributes[] {
    const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
    return this.read(name, 'a list', isList).map(
      (value, i) => new Attributes(value, `${this.where}: ${name}[${i}]`),
    );
  }

  /** Refuses values that the product does not offer, where silently doing something else would be wrong. */
  expect(name: string, supported: string | number | boolean): void {
    const value = this.values[name] ?? supported;
    if (value !== supported)
      throw new UserError(
        `${this.where}: attribute ${name} is ${JSON.stringify(value)}; only ${supported} is supported`,
      );
  }

  private read<T>(
    name: string,
    kind: string,
    isValid: (value: unknown) => value is T,
    fallback?: NoInfer<T>,
  ): T {
    const value = this.values[name] ?? fallback;
    if (value === undefined) throw new UserError(`${this.where}: attribute ${name} is missing`);
    if (!isValid(value))
      throw new UserError(`${this.where}: attribute ${name} is ${JSON.stringify(value)}, expected ${kind}`);
    return value;
  }
}
