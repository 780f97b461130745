/** The words of the looks inside a layer that come when their tab is chosen, loaded with them. */
export const looksStrings = {
  kernels: {
    deconv: 'D, row of the centre tap',
    taps: 'D, row of every tap',
    weight: 'weight W',
    effective: 'effective W D',
    index: 'centre-surround',
    indexHelp:
      'Centre-surround index: 1 when the surround is of the other sign and weighs as much as the centre, 0 for a centre alone, −1 for a blur.',
    ticks: 'Ticks around a kernel point to its centre.',
    withTicks: (label: string) => `${label}; ticks point to the centres`,
    profile: 'D through the centre',
    profileX: 'pixels from the centre',
    shown: (rows: number, outputs: number, columns: number, inputs: number) =>
      `${rows}×${columns} of ${outputs}×${inputs} kernels`,
    playback: 'Step shown',
    play: 'Replay',
    live: 'Live',
    noKernels:
      'This layer has no kernels: it takes single features. Weights of single features make no picture; the other tabs show what it does.',
    colors: 'red, green and blue as the channels of the image',
    centre: 'middle row of D, channel 0 on itself',
  },
  spectrum: {
    title: 'Eigenvalues of the covariance',
    x: 'rank',
    summary: 'Condition number and effective rank of every lane',
    table: ['lane', 'when', 'largest', 'smallest', 'condition', 'effective rank'],
    of: (features: number) => ` of ${features}`,
  },
  newtonSchulz: {
    residual: 'Residual ‖I − D Σ D‖ / √n',
    x: 'iterations',
    gain: 'Gain √λ · d(λ), 1 is whitened; faint: after 5, 10, 15',
    gainX: 'eigenvalue λ',
    uses: (iterations: number) => `uses ${iterations} iterations`,
    usesQuintics: (iterations: number) => `converged mode: ${iterations} minimax quintics`,
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
    iterations: 'Iterations towards D',
    play: 'Sharpen',
    linear: 'This layer takes single features and has no image. Choose a convolution.',
    plain: 'no whitening: as the layer sees it',
    image: (lane: string, t: number) => `Image as lane ${lane} sees it after ${t} iterations`,
    own: (iterations: number) => `the layer uses ${iterations}`,
    quintics: (iterations: number) => `${iterations} minimax quintics`,
    unit: (deviation: string) => `±3 deviations of ${deviation}`,
    shown: (shown: number, channels: number) => `${shown} of ${channels} channels`,
  },
  gradients: {
    norm: 'Gradient norm of the chosen layer',
    ratio: 'Update / weight',
    x: 'step',
    layers: (lane: string) => `Gradients of lane ${lane}, layer by layer`,
    table: ['layer', 'gradient', 'so far', 'weight', 'update / weight'],
    at: (norm: string, step: number) => `${norm} at step ${step}`,
    fromTo: (first: string, last: string) => `gradient from ${first} to ${last}`,
    sparklines:
      'So far: the gradient norm over the run on a logarithmic scale, which each layer has in common in all networks.',
    waiting: 'Appears with the next step: press Play or Step.',
    tooLate:
      'Seen while a step is taken, and this run is at its end: go back on the timeline and press Step.',
  },
} as const;
