/** The words of the benchmark, loaded with it. */
export const benchStrings = {
  title: 'Benchmark',
  purpose:
    'How fast this browser trains on the adapter at hand, and what network deconvolution costs. It runs on this machine alone, and nothing is sent anywhere.',
  what: 'What to measure',
  suites: {
    limits: 'Limits of the adapter',
    kernels: 'Single operations of LeNet, VGG and ResNet-18',
    steps: 'Training steps',
    deconvolution: 'Deconvolution against batch norm',
  },
  quick: 'Quick: fewer samples, and only the shorter workloads where there is no GPU',
  measure: 'Measure',
  cancel: 'Cancel',
  idle: 'Close other programs first: they take time from what is measured.',
  running: (what: string) => `Measuring: ${what} …`,
  cancelling: 'Cancelling after the sample under way …',
  done: 'Done.',
  cancelled: 'Cancelled. What was measured until then is shown.',
  copy: 'Copy as JSON',
  copied: 'Copied',
  notCopied: 'The browser does not allow copying',
} as const;
