import { assert } from '../util/assert.ts';
import { roundUp } from '../util/math.ts';
import { formatShape, physicalBytes, type TensorType } from './tensor.ts';

/** Flat buffers that outlive a step. `gradients` has the ranges of `parameters`. */
export type VariableKind = 'parameter' | 'state';

/** Bytes to which the ranges of a flat buffer are aligned, as bindings need. */
export const variableAlignment = 256;

/** Makes the starting values of a variable, row-major over its logical shape. */
export type Initializer = (shape: readonly number[]) => Float32Array;

/** One named parameter or running statistic: a range of its kind's flat buffer. */
export interface Variable {
  /** The name in PyTorch's `state_dict`, e.g. `layer1.0.conv1.weight`. */
  readonly name: string;
  readonly kind: VariableKind;
  readonly type: TensorType;
  /** Its shape in the `state_dict`: that of `type`, but where PyTorch keeps a vector as a column or one number as a scalar. */
  readonly stateDictShape: readonly number[];
  /** First byte in the flat buffer; a multiple of `variableAlignment`. */
  readonly offset: number;
  readonly initialize: Initializer;
}

/** Variables, and reserved places for those of modules within. */
interface Module {
  readonly prefix: string;
  readonly members: (Variable | Module)[];
}

function flatten({ members }: Module): Variable[] {
  return members.flatMap((member) => ('prefix' in member ? flatten(member) : [member]));
}

/**
 * The parameters and running statistics of one model, in the order of its `state_dict`. Training and evaluation
 * graphs of a model share one `Variables`, and with it the two flat buffers.
 */
export class Variables {
  private readonly root: Module = { prefix: '', members: [] };
  private readonly byName = new Map<string, Variable>();
  private readonly sizes: Record<VariableKind, number> = { parameter: 0, state: 0 };

  /** Returns the variable of this name, declaring it at first use. */
  declare(
    kind: VariableKind,
    name: string,
    type: TensorType,
    initialize: Initializer,
    stateDictShape = type.shape,
  ): Variable {
    const known = this.byName.get(name);
    if (known) {
      assert(
        known.kind === kind && formatShape(known.type.shape) === formatShape(type.shape),
        `variable ${name} is ${formatShape(known.type.shape)}, declared again as ${formatShape(type.shape)}`,
      );
      return known;
    }
    const variable: Variable = { name, kind, type, stateDictShape, offset: this.sizes[kind], initialize };
    this.sizes[kind] += roundUp(physicalBytes(type), variableAlignment);
    this.moduleOf(name).members.push(variable);
    this.byName.set(name, variable);
    return variable;
  }

  /**
   * Gives the variables whose names begin with `prefix` their place in the order of the `state_dict`: here,
   * whenever they are declared. For modules that PyTorch registers in another order than the one of their use.
   */
  reserve(prefix: string): void {
    const parent = this.moduleOf(prefix);
    if (parent.prefix !== prefix) parent.members.push({ prefix, members: [] });
  }

  /** All variables in the order of the `state_dict`. */
  get all(): Variable[] {
    return flatten(this.root);
  }

  /** The innermost reserved module that a name belongs to. */
  private moduleOf(name: string, module = this.root): Module {
    const inner = module.members.find((member) => 'prefix' in member && name.startsWith(member.prefix));
    return inner && 'prefix' in inner ? this.moduleOf(name, inner) : module;
  }

  get(name: string): Variable {
    const variable = this.byName.get(name);
    assert(variable, `no variable ${name}`);
    return variable;
  }

  get parameters(): Variable[] {
    return this.all.filter((variable) => variable.kind === 'parameter');
  }

  get states(): Variable[] {
    return this.all.filter((variable) => variable.kind === 'state');
  }

  /** Bytes of the flat buffer of one kind, at least one binding's worth. */
  bytes(kind: VariableKind): number {
    return Math.max(variableAlignment, this.sizes[kind]);
  }
}
