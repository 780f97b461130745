import type { ConvShape } from '../engine/ops/convShape.ts';

/** Calls `visit` for every product that a convolution sums: indices into input, weight and output (PyTorch's order). */
function forEachTerm(s: ConvShape, visit: (input: number, weight: number, output: number) => void): void {
  const groupIn = s.inChannels / s.groups;
  const groupOut = s.outChannels / s.groups;
  for (let n = 0; n < s.n; n++)
    for (let o = 0; o < s.outChannels; o++)
      for (let oy = 0; oy < s.outH; oy++)
        for (let ox = 0; ox < s.outW; ox++)
          for (let j = 0; j < groupIn; j++)
            for (let ky = 0; ky < s.kernelSize; ky++)
              for (let kx = 0; kx < s.kernelSize; kx++) {
                const y = oy * s.stride + ky * s.dilation - s.padding;
                const x = ox * s.stride + kx * s.dilation - s.padding;
                if (y < 0 || x < 0 || y >= s.h || x >= s.w) continue;
                const c = Math.floor(o / groupOut) * groupIn + j;
                visit(
                  ((n * s.inChannels + c) * s.h + y) * s.w + x,
                  ((o * groupIn + j) * s.kernelSize + ky) * s.kernelSize + kx,
                  ((n * s.outChannels + o) * s.outH + oy) * s.outW + ox,
                );
              }
}

/** A convolution and its gradients in float64, term by term. */
export function convReference(
  shape: ConvShape,
  values: { input: Float32Array; weight: Float32Array; bias: Float32Array; gradOutput: Float32Array },
) {
  const plane = shape.outH * shape.outW;
  const channel = (index: number) => Math.floor(index / plane) % shape.outChannels;
  const output = Float64Array.from(values.gradOutput, (_, i) => values.bias[channel(i)]!);
  const gradInput = new Float64Array(values.input.length);
  const gradWeight = new Float64Array(values.weight.length);
  const gradBias = new Float64Array(shape.outChannels);
  forEachTerm(shape, (i, w, o) => {
    output[o]! += values.input[i]! * values.weight[w]!;
    gradInput[i]! += values.weight[w]! * values.gradOutput[o]!;
    gradWeight[w]! += values.input[i]! * values.gradOutput[o]!;
  });
  values.gradOutput.forEach((gradient, i) => (gradBias[channel(i)]! += gradient));
  return { output, gradInput, gradWeight, gradBias };
}
