import type { Format } from './format.ts';
import type { FormatName } from './source.ts';

/** The reader of each format; loaded when it is needed. */
export const formats: Readonly<Record<FormatName, Format>> = {
  idx: async (...args) => (await import('./formats/idx.ts')).readIdx(...args),
  cifar: async (...args) => (await import('./formats/cifar.ts')).readCifar(...args),
  parquet: async (...args) => (await import('./formats/parquet.ts')).readParquet(...args),
  folder: async (...args) => (await import('./formats/folder.ts')).readFolder(...args),
  svhn: async (...args) => (await import('./formats/svhn.ts')).readSvhn(...args),
  stl10: async (...args) => (await import('./formats/stl10.ts')).readStl10(...args),
};
