/**
 * What the page says, in one place, a section per panel in the order of the alphabet: another language is another file
 * of this shape. Labels and help of settings are not here but in the tables of fields, which the command line shares.
 */
export const strings = {
  answers: {
    right: 'right',
    wrong: 'wrong',
    stopped: 'stopped',
    waiting: 'The answers of the networks appear here as soon as they are built.',
    table: 'Probabilities of the classes',
    class: 'class',
    answer: (lane: string) => `Answer ${lane}`,
  },
  charts: {
    title: 'Charts',
    titles: { loss: 'Loss', accuracy: 'Accuracy', learningRate: 'Learning rate' },
    legend: 'faint: batches · thin: average · thick: test',
    empty: {
      loss: 'The loss of every training batch appears here: faint as it is, strong as its moving average; with points, the loss on the test images. Press Play.',
      accuracy:
        'The share of images classified rightly appears here: of every training batch, and with points of the test images. Press Play.',
      learningRate: 'The learning rate of every step appears here.',
    },
    log: 'log y',
    zoom: 'zoom y',
    table: 'Table',
    tableHelp: 'The same numbers as a table',
    save: 'Save',
    saveHelp: 'Save as PNG, SVG or CSV',
    png: 'Picture (PNG)',
    svg: 'Drawing (SVG)',
    csv: 'All values (CSV)',
  },
  comparison: {
    title: 'Comparison',
    waiting: 'Who is ahead, and by how much, is said here after some steps.',
    even: 'Neither is ahead so far.',
    fairness: 'Fair by',
    axis: 'x axis',
    over: { steps: 'over steps', epochs: 'over epochs', seconds: 'over seconds' },
    smoothing: 'Smoothing',
    pin: 'Pin',
    pinHelp: 'Keep this run in the charts, to compare the next one with it',
  },
  confusion: {
    title: 'Confusion',
    empty:
      'Which classes are taken for which appears here, for every lane, after the first test: press Epoch.',
    rows: 'Rows: true class. Columns: answer. Shares of the true class.',
    difference: (a: string, b: string) => `${a} − ${b}`,
    map: (name: string) => `Confusion matrix of ${name}: true classes down, answers across`,
    table: 'Table',
    taken: (truth: string, answer: string) => `${truth} taken for ${answer}`,
    recognised: (truth: string) => `${truth} recognised`,
    recognisedShares: 'Share of each class recognised, by network',
    class: 'class',
    worst: (truth: string, answer: string, count: number) =>
      `most often: ${truth} taken for ${answer} (${count})`,
    none: 'no confusions',
  },
  data: {
    title: 'Data',
    more: 'Images used, augmentation',
    samples: 'Training images',
    explore: 'Explore the data …',
    drop: 'Drop its files anywhere on the page, or a folder of images with one folder for each class (or a zip of it). They stay in this browser.',
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose a folder',
    dropped: (count: number) => `${count} ${count === 1 ? 'file' : 'files'} from you`,
    forgetDropped: 'Use the public files instead',
    unknownDrop: (names: string) =>
      `${names} is of no data set that is known here, and no image. Drop the files of one, or a folder of images.`,
    missingDrop: (title: string, names: string) => `${title} still needs ${names}.`,
    unreadableDrop: (reason: string) => `The files could not be read (${reason}).`,
    growing: (count: string, total: string) =>
      `Training on ${count} of ${total} images; the rest is loading.`,
    stuck: (count: string, total: string) =>
      `Training on ${count} of ${total} images; the rest did not come.`,
    cancel: 'Cancel the download',
    files: 'Data files',
    fromStore: 'kept in this browser',
    fileStates: {
      waiting: 'waiting',
      fetching: 'fetching',
      checking: 'checking',
      whole: 'whole',
      failed: 'failed',
    },
  },
  dialog: { close: 'Close' },
  drawPad: {
    label:
      'Drawing area. Draw with the pointer; with the keyboard, arrow keys move the brush, Space puts it down or lifts it, Delete clears.',
  },
  gallery: {
    label: 'Which images to show',
    option: (wrong: string, right: string) => `${wrong} wrong, ${right} right`,
    count: (total: number) => `${total} test image${total === 1 ? '' : 's'}`,
    empty: 'Images on which the networks disagree appear here after the first test.',
    none: 'There are none.',
    image: (truth: string, lane: string, answer: string) => `${truth}; ${lane} says ${answer}`,
  },
  embed: {
    start: 'Train these networks here',
    about: 'They train on this device, in this page; nothing is sent anywhere.',
    open: 'Open in Deconv Lab',
  },
  ghosts: {
    title: 'Pinned runs',
    show: (run: number) => `Show pinned run ${run}`,
    drop: (run: number) => `Drop pinned run ${run}`,
  },
  guard: {
    failed: (title: string, message: string) =>
      `${title} could not be shown (${message}). Training is not affected.`,
    again: 'Try again',
  },
  help: {
    title: 'Deconv Lab',
    about:
      'Networks that are the same but for one choice train side by side on the same images, on this device. Network deconvolution removes the correlation between pixels and channels before every layer; compare it with batch norm or with no normalisation at all.',
    keysTitle: 'Keys',
    keys: [
      ['Space', 'Play or pause'],
      ['→', 'One step'],
      ['R', 'Reset: build the networks anew from the form'],
      [
        '1 2',
        'Bring lane A or B forward in the charts; again: all lanes. While presenting: 1 to 6 choose what of the layer is shown',
      ],
      ['P', 'Present, and back'],
      ['?', 'This help'],
    ],
    numbers:
      'Numbers and lists keep their own keys while they have the focus: arrow up and down change a number in its leading digit.',
    linksTitle: 'Links',
    links:
      'The address holds every setting; Share copies it. For a class, add to it: embed=1 shows the charts alone and starts on a click, present=1 opens large, hide=data,seed takes parts away, lock=model,lanes keeps them as they are.',
  },
  inside: {
    title: 'Inside layer',
    layer: 'Layer',
    noLayers: 'none yet',
    tabs: 'What of the layer',
    empty: {
      covariance:
        'The covariance of what the layer sees appears here, before and after whitening. Press Play.',
      kernels:
        'The rows of the deconvolution matrix and the layer’s weights appear here as kernels. Press Play.',
      spectrum: 'The eigenvalues of the covariance appear here, before and after whitening. Press Play.',
      activations: 'What the layer makes of the chosen image appears here. Press Play.',
      deconvolvedImage: 'The chosen image as the layer whitens it appears here. Press Play.',
      newtonSchulz: 'How far each iteration is from the inverse square root appears here. Press Play.',
      gradients: 'The gradients of every layer appear here over the steps. Press Play.',
    },
    titles: {
      covariance: 'Covariance',
      kernels: 'Kernels',
      spectrum: 'Spectrum',
      activations: 'Activations',
      deconvolvedImage: 'Deconvolved image',
      newtonSchulz: 'Newton-Schulz',
      gradients: 'Gradients',
    },
  },
  lanes: {
    title: 'Lanes',
    add: (lane: string) => `Add lane ${lane}`,
    remove: (lane: string) => `Remove lane ${lane}`,
    options: (lane: string) => `Options of lane ${lane}`,
  },
  network: {
    title: 'Network',
    parameters: (counts: string) => `${counts} parameters`,
    parametersByLane: (counts: string) => `Parameters: ${counts}`,
    memory: (total: string) => `about ${total} of GPU memory`,
    layers: 'Layers and memory',
    layersHelp: 'Shapes, parameters, operations and memory of every layer',
  },
  layerTable: {
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
      iterations: ['T', 'Newton-Schulz iterations'],
    },
    total: 'together',
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
  },
  notices: {
    software: (name: string) =>
      `${name} is a software adapter: right results, but tens of times slower than a GPU.`,
    whatToDo: 'What to do',
    softwareRemedy:
      'Switch on graphics acceleration in the browser’s system settings; on Linux start Chrome with --enable-unsafe-webgpu --enable-features=Vulkan --ignore-gpu-blocklist (chrome://gpu says why).',
    problem: 'From the address: ',
    lost: (reason: string) => `The GPU device was lost (${reason}).`,
    rebuilding: (step: number) => `The networks are being built again as they were at step ${step}.`,
    rebuilt: (step: number) =>
      `The networks were built again as they were at step ${step}. If it happens again, choose a smaller batch, model or width.`,
    tryAgain: 'Try again',
    defaults: 'Use the default settings',
    close: 'Close this notice',
    recover: (step: number, rate: string) => `Go back to step ${step} and train on at learning rate ${rate}`,
    restart: (rate: string) => `Start again at learning rate ${rate}`,
    restartLane: (lane: string, rate: string) => `Start again with learning rate ${rate} for lane ${lane}`,
    goal: (reason: string) => `Paused: ${reason} Play goes on regardless.`,
  },
  oneImage: {
    title: 'One image',
    next: 'Next',
    shuffle: 'Shuffle',
    draw: 'Draw',
    picture: 'Picture…',
    chooseFile: 'Picture to classify',
    webcam: 'Webcam',
    stop: 'Stop',
    trueClass: 'true class',
    own: 'your own',
    inverted: 'Taken as light on dark, as the training images are.',
    hint: 'Drop or paste a picture here.',
    unreadable: (name: string) =>
      `${name || 'What was pasted'} is not an image that this browser can read. PNG, JPEG, WebP and GIF are.`,
  },
  pageActions: {
    share: 'Share',
    shareHelp: 'Copy the address of this page with its settings',
    copied: 'Link copied',
    copyYourself: 'The browser does not let the page copy. This is the address:',
    address: 'Address',
    present: 'Present',
    presentHelp: 'Large type for a class (P)',
    help: 'Help',
    helpHelp: 'Keys and help (?)',
  },
  presets: {
    label: 'Preset',
    own: 'own settings',
    help: 'Settings by name',
  },
  rightColumn: { tabs: 'Beside the charts' },
  timeline: {
    title: 'Timeline',
    empty: 'The epochs of the run, changes and checkpoints line up here. Press Play.',
    rewind: (step: string) => `Go back to the checkpoint at step ${step}`,
    branch:
      'Choose a checkpoint to go back to it; with another learning rate the run takes another branch from there.',
    flag: (step: string, what: string) => `step ${step}: ${what}`,
  },
  webcam: {
    label: 'Picture of the camera',
    refused: (reason: string) =>
      `The camera gives no picture (${reason}). Allow this page to use it in the browser’s address bar, or drop a picture here.`,
    missing: 'This browser offers no camera to the page.',
  },
  training: {
    title: 'Training',
    more: 'More',
    stop: 'Pause when …',
    scheduleLabel: (first: string, last: string, steps: number) =>
      `Learning rate over ${steps} steps, from ${first} to ${last}`,
    scheduleSpan: (steps: number) => `learning rate over ${steps} steps`,
  },
  why: {
    title: 'Why?',
    empty: 'What happened and where to see it is said here once the networks have learned for some steps.',
    see: (what: string) => `See ${what}`,
    diverged: (lane: string, step: number, rate: number) =>
      `${lane} left the finite numbers at step ${step}: its steps were too large at learning rate ${rate}. Go back on the timeline, or Reset with a smaller rate.`,
    deconvLeads: (lane: string) =>
      `${lane} sees its input without correlation: neighbouring pixels no longer repeat each other, so each gradient step moves the loss more.`,
    batchLeads: (lane: string) =>
      `${lane} keeps the scale of every layer's output in place, so the same learning rate carries further.`,
    deconvTrails: (lane: string) =>
      `${lane} whitens, yet is behind: too few iterations or a small batch leave the covariance far from the identity.`,
    slower: (lane: string, ratio: number, isDeconv: boolean) =>
      `A step of ${lane} takes ${ratio.toPrecision(2)}× the time${isDeconv ? ': covariance and Newton-Schulz iterations are paid at every layer' : ''}.`,
    unsettled: (lane: string) =>
      `${lane} tests worse than it trains because its running statistics have not settled yet; that takes about 50 steps.`,
    overfits: (lane: string, gap: number) =>
      `${lane} is ${Math.round(100 * gap)} points better on its training images than on the test: it learns them by heart.`,
  },
} as const;
