/** The words of the table of layers, loaded with it. */
export const layerTableStrings = {
  title: (model: string) => `Layers of ${model}`,
  shapes: (images: string, batchSize: number) => `images ${images}, batch ${batchSize}`,
  lanes: 'Lane',
  heads: {
    layer: ['layer', 'as in PyTorch’s state_dict'],
    type: ['type', ''],
    output: ['output', 'of one image'],
    parameters: ['parameters', ''],
    flops: [
      'FLOPs',
      'of one image, forward; a multiply-add counts as two. Those of the deconvolution itself are not among them',
    ],
    variables: ['weights', 'bytes of parameters and running statistics'],
    outputBytes: ['output', 'bytes of the whole batch'],
    block: ['block', 'channels whitened together, B'],
    side: ['n', 'side of the matrix D'],
    iterations: ['T', 'Newton-Schulz iterations, or minimax quintics'],
  },
  quintics: (iterations: number) => `${iterations} quintic`,
  total: 'together',
  multiplyAdds: (count: string) => `${count} multiply-adds for one image, each of them two FLOPs.`,
  memory: 'GPU memory',
  memoryRows: {
    parameters: 'parameters',
    gradients: 'gradients',
    moments: 'optimizer',
    statistics: 'running statistics',
    activations: 'activations, sharing buffers',
    total: 'this lane',
  },
  run: (parts: { lanes: string; images: string; batches: string; total: string }) =>
    `The run takes about ${parts.total}: lanes ${parts.lanes}, images ${parts.images}, batches ${parts.batches}.`,
  limit: (largest: string, limit: string) =>
    `Its largest buffer has ${largest}; this GPU takes up to ${limit} at a time. How much memory it has in all, browsers do not tell: when it is too little, building the networks says so, before Play.`,
  unknownLimit: (largest: string) => `Its largest buffer has ${largest}.`,
  waiting: 'Adding up …',
} as const;
