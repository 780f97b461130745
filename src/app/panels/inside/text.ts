/** What the panels inside a layer say. */
export const text = {
  waiting: 'Looking into the layer…',
  stopped: 'Nothing to see: this lane has stopped, or did not take this step.',
  noImage: 'Choose or draw an image under One image; the layer then shows what it makes of it.',
  looked: (step: number, seconds: string) => `before step ${step} · every ${seconds} s`,
  before: 'before',
  after: { whitened: 'after whitening', scaled: 'after scaling alone' },
  scaledHelp:
    'This lane does not whiten. “After scaling” is the same covariance with every feature divided by its deviation: the most that scaling, as batch norm does it, could do.',
  whitenedHelp: 'D (Σ + εI) D, computed on the GPU from the D that this step uses.',
  condition: 'condition number',
  rank: 'effective rank',
  offDiagonal: 'off-diagonal energy',
  covariance: {
    mode: 'Show',
    modes: { covariance: 'Covariance', correlation: 'Correlation' },
    matrix: (kind: string, lane: string, when: string) => `${kind} of lane ${lane} ${when}`,
    hint: 'Order: channel, then position. Point at a cell, or focus a matrix and use the arrow keys.',
    place: ([channel, tap]: readonly [number, number], side: number) =>
      side > 1
        ? `channel ${channel}, row ${Math.floor(tap / side)}, column ${tap % side}`
        : `feature ${channel}`,
    with: 'with',
  },
  kernels: {
    deconv: 'D, row of the centre tap',
    taps: 'D, row of every tap',
    weight: 'weight V',
    effective: 'effective V D',
    index: 'centre-surround',
    indexHelp:
      'Centre-surround index: 1 when the surround is of the other sign and weighs as much as the centre, 0 for a centre alone, −1 for a blur.',
    profile: 'D through the centre',
    shown: (rows: number, outputs: number, columns: number, inputs: number) =>
      `${rows}×${columns} of ${outputs}×${inputs} kernels`,
    playback: 'Step shown',
    play: 'Replay',
    live: 'Live',
    noKernels: 'This layer has no kernels: it takes single features. Its weights are in the other tabs.',
    colors: 'First-layer filters as colours',
    centre: 'middle row of D, channel 0 on itself',
  },
  spectrum: {
    title: 'Eigenvalues of the covariance',
    x: 'rank',
    table: ['lane', '', 'largest', 'smallest', 'condition', 'effective rank'],
    of: (features: number) => ` of ${features}`,
  },
  newtonSchulz: {
    residual: 'Residual ‖I − D Σ D‖ / √n',
    x: 'iterations',
    gain: 'Gain √λ · d(λ), 1 is whitened; faint: after 5, 10, 15',
    gainX: 'eigenvalue λ',
    uses: (iterations: number) => `uses ${iterations} iterations`,
    usesNone: 'does not whiten: what would be',
    measured: 'on the GPU',
    after: (t: number) => `after ${t}`,
  },
  activations: {
    maps: (shown: number, channels: number, lane: string) =>
      `${shown} of ${channels} feature maps of lane ${lane}`,
    output: 'Outputs after normalisation, before the rectifier.',
    histogram: 'Density (log) over value / deviation',
    histogramX: 'value / deviation',
    kurtosis: 'excess kurtosis',
    nearZero: 'share near zero',
    hoyer: 'Hoyer sparsity',
    deviation: 'deviation',
  },
  deconvolved: {
    iterations: 'Newton-Schulz iterations',
    linear: 'This layer takes single features and has no image. Choose a convolution.',
    plain: 'no whitening: as the layer sees it',
    image: (lane: string, t: number) => `Image as lane ${lane} sees it after ${t} iterations`,
    own: (iterations: number) => `the layer uses ${iterations}`,
    unit: (deviation: string) => `±3 deviations of ${deviation}`,
    shown: (shown: number, channels: number) => `${shown} of ${channels} channels`,
  },
  gradients: {
    norm: 'Gradient norm of the chosen layer',
    ratio: 'Update / weight',
    x: 'step',
    table: ['layer', 'gradient', 'weight', 'update / weight'],
    waiting: 'Appears with the next step: press Play or Step.',
  },
  table: 'Table',
} as const;
