import type { Variable, VariableKind, Variables } from '../engine/variables.ts';

/** Last part of the name of a count of batches. */
export const batchCounter = 'num_batches_tracked';

/** An entry of PyTorch's `state_dict`. */
export interface StateDictEntry {
  readonly name: string;
  readonly kind: VariableKind;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly dtype: 'F32' | 'I64';
  /** null: PyTorch's count of a batch norm's batches, which nothing here needs. */
  readonly variable: Variable | null;
}

/** What PyTorch's `state_dict` of the model has, in its order. */
export function stateDict(variables: Variables): StateDictEntry[] {
  const { all } = variables;
  const names = new Set(all.map(({ name }) => name));
  return all.flatMap((variable) => {
    const { name, kind, stateDictShape: shape } = variable;
    const dtype = isBatchCounter(name) ? 'I64' : 'F32';
    const entry: StateDictEntry = { name, kind, shape, dtype, variable };
    const counter = name.replace(/running_var$/, batchCounter);
    if (counter === name || names.has(counter)) return [entry];
    return [entry, { name: counter, kind, shape: [], dtype: 'I64', variable: null }];
  });
}

export const isBatchCounter = (name: string) => name.endsWith(batchCounter);
