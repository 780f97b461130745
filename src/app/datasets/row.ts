import { datasets, type DatasetEntry } from '../../data/datasets.ts';

/** The row of a data set; undefined for a name of the address that is none. */
export function findRow(name: string): DatasetEntry | undefined {
  return datasets.find((row) => row.name === name);
}
