/** Accuracies in percent after 1, 20 and 100 epochs, batch norm (BN) and deconvolution (ND) in turn. */
type Accuracies = readonly [
  bn1: number,
  nd1: number,
  bn20: number,
  nd20: number,
  bn100: number,
  nd100: number,
];

interface PaperRow {
  readonly paper: Readonly<Record<TableDataset, Accuracies>>;
  readonly reproduction: Readonly<Record<TableDataset, Accuracies>>;
}

export const tableDatasets = ['cifar10', 'cifar100'] as const;
export type TableDataset = (typeof tableDatasets)[number];
export const tableEpochs = [1, 20, 100] as const;
export const tableLanes = ['batch', 'deconv'] as const;

/**
 * Table 1 of the paper (Ye et al. 2020) and its reproduction (Obadage et al. 2024, means of three runs): test accuracy
 * in percent (PAPER §2.1, §2.3), by the model's name here.
 */
export const paperTable: Readonly<Record<string, PaperRow>> = {
  vgg16: {
    paper: {
      cifar10: [14.12, 74.18, 90.07, 93.25, 93.58, 94.56],
      cifar100: [2.01, 37.94, 63.22, 71.97, 72.75, 75.32],
    },
    reproduction: {
      cifar10: [14.38, 74.2, 90.36, 92.83, 99.86, 99.88],
      cifar100: [1.47, 24.02, 69.04, 88.43, 99.23, 99.3],
    },
  },
  resnet18: {
    paper: {
      cifar10: [56.25, 72.89, 92.64, 94.07, 94.87, 95.4],
      cifar100: [16.1, 35.73, 72.67, 76.55, 77.7, 78.63],
    },
    // It trained the ImageNet form, with a stem of 7x7 and stride 2.
    reproduction: {
      cifar10: [46.56, 58.69, 92.35, 94.2, 96.36, 96.42],
      cifar100: [9.15, 15.41, 68.49, 74.32, 97.42, 94.31],
    },
  },
  preact_resnet18: {
    paper: {
      cifar10: [55.15, 72.7, 91.93, 94.1, 94.37, 95.44],
      cifar100: [15.17, 36.52, 70.79, 76.04, 76.14, 79.14],
    },
    reproduction: {
      cifar10: [16.42, 72.33, 90.32, 94.26, 99.92, 99.96],
      cifar100: [8.39, 22.6, 87.73, 94.71, 99.9, 99.75],
    },
  },
  densenet121: {
    paper: {
      cifar10: [59.56, 76.63, 93.25, 94.89, 94.71, 95.88],
      cifar100: [17.9, 42.91, 74.79, 77.63, 77.99, 80.69],
    },
    reproduction: {
      cifar10: [55.78, 76.31, 93.11, 94.87, 99.95, 99.97],
      cifar100: [11.12, 28.06, 92.95, 98.12, 99.89, 99.93],
    },
  },
  resnext29_32x4d: {
    paper: {
      cifar10: [52.14, 69.22, 93.12, 94.05, 95.15, 95.8],
      cifar100: [17.98, 30.93, 74.26, 77.35, 78.6, 80.34],
    },
    reproduction: {
      cifar10: [25.7, 69.35, 92.34, 93.57, 99.99, 99.97],
      cifar100: [3.89, 22.68, 84.44, 98.32, 99.93, 99.96],
    },
  },
  mobilenet_v2: {
    paper: {
      cifar10: [54.29, 65.4, 89.86, 92.52, 90.51, 94.35],
      cifar100: [15.88, 29.01, 66.31, 72.33, 67.52, 74.9],
    },
    reproduction: {
      cifar10: [53.26, 59.85, 90.7, 92.11, 96.34, 99.55],
      cifar100: [10.11, 14.32, 75.05, 82.92, 78.53, 98.52],
    },
  },
  dpn92: {
    paper: {
      cifar10: [34.0, 53.02, 92.87, 93.74, 95.14, 95.82],
      cifar100: [8.84, 21.89, 74.87, 76.12, 78.87, 80.38],
    },
    reproduction: {
      cifar10: [23.27, 50.61, 91.79, 93.55, 99.96, 99.96],
      cifar100: [1.58, 12.82, 76.59, 96.77, 99.93, 99.97],
    },
  },
  pnasnet_a: {
    paper: {
      cifar10: [21.81, 64.19, 75.85, 81.97, 81.22, 84.45],
      cifar100: [10.49, 36.52, 44.6, 55.65, 54.52, 59.44],
    },
    reproduction: {
      cifar10: [10.55, 65.19, 58.84, 81.61, 84.12, 88.98],
      cifar100: [1.45, 20.47, 35.67, 58.27, 42.5, 65.66],
    },
  },
  senet18: {
    paper: {
      cifar10: [57.63, 67.21, 92.37, 94.11, 94.57, 95.38],
      cifar100: [16.6, 32.22, 71.1, 75.79, 76.41, 78.63],
    },
    reproduction: {
      cifar10: [58.62, 67.8, 92.74, 94.25, 99.95, 99.95],
      cifar100: [12.58, 20.5, 87.87, 94.12, 99.92, 99.66],
    },
  },
  efficientnet_b0: {
    paper: {
      cifar10: [35.4, 55.67, 84.21, 86.78, 86.07, 88.42],
      cifar100: [19.03, 22.4, 57.23, 57.59, 59.09, 62.37],
    },
    reproduction: {
      cifar10: [40.1, 59.91, 84.68, 87.77, 89.16, 90.1],
      cifar100: [5.27, 16.11, 62.14, 66.83, 66.78, 68.79],
    },
  },
};

/** A place in the table. */
export interface Cell {
  readonly model: string;
  readonly dataset: string;
  readonly epochs: number;
  readonly lane: string;
}

/** What is published for a place of the table, in percent; null where there is nothing. */
export interface Published {
  readonly paper: number | null;
  readonly reproduction: number | null;
  /**
   * The reproduction's columns for 100 epochs and for CIFAR-100 look like training accuracy (PAPER §2.3): 99.9 % on the
   * test set is out of reach of these recipes.
   */
  readonly isSuspect: boolean;
}

export function published({ model, dataset, epochs, lane }: Cell): Published {
  const row = Object.hasOwn(paperTable, model) ? paperTable[model] : undefined;
  const set = tableDatasets.find((name) => name === dataset);
  const length = tableEpochs.findIndex((count) => count === epochs);
  const side = tableLanes.findIndex((name) => name === lane);
  if (!row || !set || length < 0 || side < 0) return { paper: null, reproduction: null, isSuspect: false };
  const column = 2 * length + side;
  return {
    paper: row.paper[set][column]!,
    reproduction: row.reproduction[set][column]!,
    isSuspect: epochs === 100 || dataset === 'cifar100',
  };
}
