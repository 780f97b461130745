/** Contents of the per-step uniform; `shaders/lib/step.wgsl` says what each field means. */
export interface StepValues {
  readonly step: number;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly correction1: number;
  readonly correction2: number;
  readonly ringSlot: number;
}

/** The fields in the order and with the types of the WGSL struct, four bytes each. */
export const stepFields: readonly (readonly [name: keyof StepValues, type: 'u32' | 'f32'])[] = [
  ['step', 'u32'],
  ['seed', 'u32'],
  ['first', 'u32'],
  ['count', 'u32'],
  ['learningRate', 'f32'],
  ['momentum', 'f32'],
  ['weightDecay', 'f32'],
  ['correction1', 'f32'],
  ['correction2', 'f32'],
  ['ringSlot', 'u32'],
];

/** Bytes of the uniform; room to spare at the end. */
export const stepUniformBytes = 64;

/** The uniform as the GPU reads it; fields not given are zero. */
export function packStep(values: Partial<StepValues>): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(stepUniformBytes));
  stepFields.forEach(([name, type], i) => {
    const value = values[name] ?? 0;
    if (type === 'u32') view.setUint32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  });
  return view.buffer;
}
