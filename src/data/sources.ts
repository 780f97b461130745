import type { FileRole, Mirror, Source, SourceFile } from './source.ts';

/** Where the files of each data set lie and can be fetched: addresses are defaults, and any may be gone one day. */

const open = (address: string): Mirror => ({ address, isOpen: true });
const closed = (address: string): Mirror => ({ address, isOpen: false });

const hub = (repository: string, path: string) =>
  open(`https://huggingface.co/datasets/${repository}/resolve/${path}`);

interface IdxMirrors {
  readonly folder: string;
  /** Folder at the mirrors, best first. */
  readonly addresses: readonly string[];
  /** Of the packed files at the mirrors: train images, train labels, test images, test labels. */
  readonly md5: readonly [string, string, string, string];
}

/** The four files of an MNIST-like set, under the names that copies have: packed or not, with a dash or a point. */
function idx({ folder, addresses, md5 }: IdxMirrors): Source {
  const file = (role: FileRole, part: string, what: string, index: 0 | 1 | 2 | 3): SourceFile => {
    const name = `${part}-${what}-ubyte`;
    const dotted = `${part}-${what.replace('-', '.')}-ubyte`;
    return {
      role,
      path: `${folder}/${name}.gz`,
      aliases: [name, `${dotted}.gz`, dotted],
      mirrors: addresses.map((address) => open(`${address}/${name}.gz`)),
      md5: md5[index],
    };
  };
  return {
    format: 'idx',
    files: [
      file('trainImages', 'train', 'images-idx3', 0),
      file('trainLabels', 'train', 'labels-idx1', 1),
      file('testImages', 't10k', 'images-idx3', 2),
      file('testLabels', 't10k', 'labels-idx1', 3),
    ],
  };
}

interface ParquetFile extends Pick<SourceFile, 'bytes' | 'sha256'> {
  readonly role: 'train' | 'test';
  /** Path in the repository, below its revision. */
  readonly path: string;
  /** Name in the local folder, where it is not that of the repository. */
  readonly name?: string;
  /** That of the repository, or what it takes of its path to tell its files apart. */
  readonly aliases?: readonly string[];
}

function parquet(folder: string, repository: string, files: readonly ParquetFile[]): Source {
  return {
    format: 'parquet',
    files: files.map(({ role, path, name, ...known }) => ({
      role,
      path: `${folder}/${name ?? path.slice(path.lastIndexOf('/') + 1)}`,
      mirrors: [hub(repository, path)],
      ...known,
    })),
  };
}

/** The two files that most sets of 50 to 150 MB have. */
const pair = (folder: string): ParquetFile[] => [
  { role: 'train', path: `${folder}/train-00000-of-00001.parquet` },
  { role: 'test', path: `${folder}/test-00000-of-00001.parquet` },
];

/** Files without a mirror: one has them, or takes another source. */
const local = (role: FileRole, path: string): SourceFile => ({ role, path, mirrors: [] });

/** A tree of images, or a zip of it, which is what a server can hand out. */
const tree = (folder: string): Source[] =>
  [`${folder}/`, `${folder}.zip`].map((path) => ({ format: 'folder', files: [local('all', path)] }));

export const mnist: readonly Source[] = [
  idx({
    folder: 'mnist',
    addresses: ['https://cdn.jsdelivr.net/gh/fgnt/mnist@master'],
    md5: [
      'f68b3c2dcbeaaa9fbdd348bbdeb94873',
      'd53e105ee54ea40749a09fcbcd1e9432',
      '9fb629c4189551a2d022fa330f9573f3',
      'ec29112dd5afa0611ce80d1b7f02629c',
    ],
  }),
  parquet('mnist', 'ylecun/mnist', pair('main/mnist')),
];

export const fashionMnist: readonly Source[] = [
  parquet('fashion-mnist', 'zalando-datasets/fashion_mnist', pair('main/fashion_mnist')),
  idx({
    folder: 'fashion-mnist',
    addresses: ['https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion'],
    md5: [
      '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
      '25c81989df183df01b3e8a0aad5dffbe',
      'bef4ecab320f06d8554ea6380940ec79',
      'bb300cfdad3c16e7a12a480ee83cd310',
    ],
  }),
];

export const cifar10: readonly Source[] = [
  parquet('cifar10', 'uoft-cs/cifar10', [
    {
      role: 'train',
      path: 'main/plain_text/train-00000-of-00001.parquet',
      bytes: 119_705_255,
      sha256: '8428b53a88a11ac374111006708df51469e315a22ac6d66470afd9c78d2ae883',
    },
    {
      role: 'test',
      path: 'main/plain_text/test-00000-of-00001.parquet',
      bytes: 23_940_850,
      sha256: '841389e6f2d64f28bf17310e430aebac20ec3ba611a3c5e231dc93c645ce84de',
    },
  ]),
  {
    format: 'cifar',
    files: [
      {
        role: 'all',
        path: 'cifar10/cifar-10-binary.tar.gz',
        mirrors: [closed('https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz')],
        bytes: 170_052_171,
        md5: 'c32a1d4ab5d03f1284b67883e8d87530',
      },
    ],
  },
  {
    format: 'cifar',
    files: [
      ...[1, 2, 3, 4, 5].map((i) => local('train', `cifar10/data_batch_${i}.bin`)),
      local('test', 'cifar10/test_batch.bin'),
    ],
  },
];

export const cifar100: readonly Source[] = [
  parquet('cifar100', 'uoft-cs/cifar100', pair('main/cifar100')),
  {
    format: 'cifar',
    files: [
      {
        role: 'all',
        path: 'cifar100/cifar-100-binary.tar.gz',
        mirrors: [closed('https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz')],
        bytes: 168_513_733,
        md5: '03b5dce01913d631647c71ecec9e9cb8',
      },
    ],
  },
  { format: 'cifar', files: [local('train', 'cifar100/train.bin'), local('test', 'cifar100/test.bin')] },
];

const housenumbers = 'http://ufldl.stanford.edu/housenumbers';

export const svhn: readonly Source[] = [
  {
    format: 'svhn',
    files: [
      {
        role: 'train',
        path: 'svhn/train_32x32.mat',
        mirrors: [closed(`${housenumbers}/train_32x32.mat`)],
        bytes: 182_040_794,
        md5: 'e26dedcc434d2e4c54c9b2d4a06d8373',
      },
      {
        role: 'test',
        path: 'svhn/test_32x32.mat',
        mirrors: [closed(`${housenumbers}/test_32x32.mat`)],
        bytes: 64_275_384,
        md5: 'eb5a983be6a315427106f1b164d9cef3',
      },
    ],
  },
  parquet('svhn', 'ufldl-stanford/svhn', pair('main/cropped_digits')),
];

export const stl10: readonly Source[] = [
  {
    format: 'stl10',
    files: [
      {
        role: 'all',
        path: 'stl10/stl10_binary.tar.gz',
        mirrors: [closed('http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz')],
        md5: '91f7769df0f17e558f3565bffb0c7dfb',
      },
    ],
  },
  {
    format: 'stl10',
    files: [
      local('trainImages', 'stl10/train_X.bin'),
      local('trainLabels', 'stl10/train_y.bin'),
      local('testImages', 'stl10/test_X.bin'),
      local('testLabels', 'stl10/test_y.bin'),
    ],
  },
];

export const imagenette: readonly Source[] = [
  parquet('imagenette', 'frgfm/imagenette', [
    {
      role: 'train',
      path: 'refs%2Fconvert%2Fparquet/160px/train/0000.parquet',
      name: 'train-00000-of-00001.parquet',
      aliases: ['train/0000.parquet'],
    },
    {
      role: 'test',
      path: 'refs%2Fconvert%2Fparquet/160px/validation/0000.parquet',
      name: 'test-00000-of-00001.parquet',
      aliases: ['validation/0000.parquet'],
    },
  ]),
  ...tree('imagenette/imagenette2-160'),
];

export const tinyImagenet: readonly Source[] = [
  parquet('tiny-imagenet', 'zh-plus/tiny-imagenet', [
    {
      role: 'train',
      path: 'main/data/train-00000-of-00001-1359597a978bc4fa.parquet',
      name: 'train-00000-of-00001.parquet',
      aliases: ['train-00000-of-00001-1359597a978bc4fa.parquet'],
    },
    {
      role: 'test',
      path: 'main/data/valid-00000-of-00001-70d52db3c749a935.parquet',
      name: 'test-00000-of-00001.parquet',
      aliases: ['valid-00000-of-00001-70d52db3c749a935.parquet'],
    },
  ]),
  ...tree('tiny-imagenet/tiny-imagenet-200'),
];

export const own: readonly Source[] = [
  { format: 'folder', files: [local('all', 'own/')] },
  { format: 'folder', files: [local('all', 'own/own.zip')] },
];
