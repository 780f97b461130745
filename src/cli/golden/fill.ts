import { product } from '../../util/math.ts';

/** Values by formula, for cases that store no weights: functions of a name, a flat index and the case's seed. */
export class Fill {
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Hash of 32 bits for each index, from 0, of a named sequence. */
  hashes(name: string): (index: number) => number {
    const start = fnv(`${this.seed}:${name}`);
    return (index) => {
      let x = (start + Math.imul(index, 0x9e3779b9)) >>> 0;
      x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
      x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
      return (x ^ (x >>> 16)) >>> 0;
    };
  }

  /** Uniform in [-1, 1), exact in float32. */
  uniform(name: string): (index: number) => number {
    const hash = this.hashes(name);
    return (index) => (hash(index) >>> 8) / 2 ** 23 - 1;
  }

  /** Starting values of a parameter, by its name in the state dict. */
  parameter(name: string, shape: readonly number[]): Float32Array {
    const u = this.uniform(name);
    const length = product(shape);
    if (shape.length >= 2) {
      const scale = Math.sqrt(6 / product(shape.slice(1)));
      return Float32Array.from({ length }, (_, i) => u(i) * scale);
    }
    const isScale = name.split('.').at(-1) === 'weight';
    return Float32Array.from({ length }, (_, i) => (isScale ? 1 + 0.1 * u(i) : 0.1 * u(i)));
  }

  /** Images [N, C, H, W] with correlated pixels and channels: two bilinear textures of pitch 4, and noise. */
  input([n, c, h, w]: readonly [number, number, number, number]): Float32Array {
    const shared = this.texture('input.shared', h, w);
    const channel = this.texture('input.channel', h, w);
    const noise = this.uniform('input.noise');
    const values = new Float32Array(n * c * h * w);
    let i = 0;
    for (let image = 0; image < n; image++)
      for (let plane = image * c; plane < (image + 1) * c; plane++)
        for (let y = 0; y < h; y++)
          for (let x = 0; x < w; x++, i++)
            values[i] = 2.25 * shared(image, y, x) + 1.125 * channel(plane, y, x) + 0.5625 * noise(i) + 0.25;
    return values;
  }

  labels(count: number, classes: number): Uint32Array {
    const hash = this.hashes('target');
    return Uint32Array.from({ length: count }, (_, i) => hash(i) % classes);
  }

  private texture(name: string, h: number, w: number): (plane: number, y: number, x: number) => number {
    const u = this.uniform(name);
    const gridHeight = Math.ceil(h / 4) + 1;
    const gridWidth = Math.ceil(w / 4) + 1;
    return (plane, y, x) => {
      const node = (j: number, k: number) => u((plane * gridHeight + j) * gridWidth + k);
      const [j, k] = [Math.floor(y / 4), Math.floor(x / 4)];
      const [f, e] = [(y % 4) / 4, (x % 4) / 4];
      return (
        (1 - f) * ((1 - e) * node(j, k) + e * node(j, k + 1)) +
        f * ((1 - e) * node(j + 1, k) + e * node(j + 1, k + 1))
      );
    };
  }
}

/** FNV-1a over the UTF-8 bytes of a text. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
