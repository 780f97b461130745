/**
 * Centre-surround index of a kernel, -1 to 1. With c the centre and s the sum of all other values, it is
 * -sign(c) s / max(|c|, sum of |others|): 1 where the surround has the other sign throughout and weighs as much as the
 * centre or more, 0 for a kernel that is only a centre and for one whose surround cancels out, -1 where the surround
 * is as strong as the centre and of its sign, that is, a blur.
 *
 * @param kernel [side, side] with an odd side; NaN counts as absent
 */
export function centreSurroundIndex(kernel: Float32Array): number {
  const middle = (kernel.length - 1) / 2;
  const centre = kernel[middle] ?? NaN;
  let [sum, size] = [0, 0];
  kernel.forEach((value, i) => {
    if (i === middle || Number.isNaN(value)) return;
    sum += value;
    size += Math.abs(value);
  });
  const scale = Math.max(Math.abs(centre), size);
  return scale === 0 ? 0 : (-Math.sign(centre) * sum) / scale;
}
