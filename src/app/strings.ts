import { grouped } from '../util/format.ts';

interface LaneSteps {
  readonly name: string;
  readonly steps: number;
}

/**
 * What the page says, in one place, a section per panel in the order of the alphabet: another language is another file
 * of this shape. Labels and help of settings are not here but in the tables of fields, which the command line shares.
 * What is loaded later has files of its own beside this one, such as exploreStrings.ts, which are loaded with it.
 */
export const strings = {
  announcer: {
    epoch: (epoch: number, accuracies: string) => `Epoch ${epoch}: test accuracy ${accuracies}.`,
    stopped: (lane: string, step: number) => `Lane ${lane} stopped at step ${step}.`,
    paused: (step: number) => `Paused at step ${step}.`,
    finished: 'The run is finished.',
    lost: 'The GPU device was lost.',
  },
  answers: {
    right: 'right',
    wrong: 'wrong',
    stopped: 'stopped',
    waiting: 'The answers of the networks appear here as soon as they are built.',
    notRecorded: {
      preview: 'The recorded networks were not asked about this image. Press Play to ask your own.',
      only: 'The recorded networks were not asked about this image. Choose one of the test images.',
    },
    table: 'Probabilities of the classes',
    class: 'class',
    answer: (lane: string) => `Answer ${lane}`,
  },
  charts: {
    title: 'Charts',
    reading: (title: string, steps: number, ends: string) => `${title} over ${steps} steps, now ${ends}.`,
    stopped: (lane: string) => `${lane} stopped`,
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
    inTable: (title: string) => `${title}, table`,
    columns: { step: 'Step', epochs: 'Epoch', seconds: 'Seconds', test: (lane: string) => `${lane} test` },
    pinned: (name: string) => `pinned ${name}`,
    tooltip: {
      average: 'average',
      batch: 'batch',
      test: 'test',
      difference: (isTested: boolean) => `B − A${isTested ? ' (test)' : ''}`,
      step: (step: number) => `step ${step}`,
      epoch: (epoch: string) => `epoch ${epoch}`,
      seconds: (seconds: string) => `${seconds} s`,
    },
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
    lead: {
      learnedSooner: (leader: string, follower: string, times: string) =>
        `${leader} was down to a tenth of the first loss ${times} sooner than ${follower} in steps`,
      reachedSooner: (leader: string, follower: string, times: string) =>
        `${leader} reached ${follower}'s loss ${times} sooner in steps`,
      lower: (leader: string, follower: string) => `${leader}'s loss is below ${follower}'s now.`,
      inSteps: (start: string) => `${start}.`,
      asSoon: (start: string) => `${start}, about as soon in seconds.`,
      sooner: (start: string, times: string) => `${start}, ${times} in seconds.`,
      later: (start: string, times: string) => `${start}, but ${times} later in seconds.`,
    },
    pin: 'Pin',
    pinHelp: 'Keep this run in the charts, to compare the next one with it',
  },
  confusion: {
    title: 'Confusion',
    empty:
      'Which classes are taken for which appears here, for every lane, after the first test: press Epoch.',
    rows: 'Row: true class. Column: answer. Shares of the row.',
    difference: (a: string, b: string) => `${a} − ${b}`,
    map: (name: string) => `Confusion matrix of ${name}: true classes down, answers across`,
    table: 'Table',
    taken: (truth: string, answer: string) => `${truth} taken for ${answer}`,
    recognised: (truth: string) => `${truth} recognised`,
    recognisedShares: 'Share of each class recognised, by network',
    class: 'class',
    confusions: 'Images taken for another class, the most first; what is not listed did not happen',
    takenFor: 'taken for',
    listed: (shown: string, all: string) => `${shown} of ${all} kinds of confusion.`,
    more: 'Show more',
    none: 'no confusions',
  },
  controller: {
    anotherRun: 'Another run began before the answer came.',
    deviceLost: 'device lost',
  },
  data: {
    title: 'Data',
    more: 'Images used, augmentation',
    all: (count: string) => `all ${count}`,
    samples: 'Training images',
    explore: 'Explore the data …',
    drop: 'Drop its files anywhere on the page, or a folder of images with one folder for each class (or a zip of it). They stay in this browser.',
    chooseFiles: 'Choose files',
    chooseFolder: 'Choose a folder',
    dropped: (count: number) => `${count} ${count === 1 ? 'file' : 'files'} from you`,
    forgetDropped: 'Use the public files instead',
    unknownDrop: (names: string) =>
      `${names} is of no data set that is known here, and no image. Drop the files of one, or a folder of images.`,
    lockedDrop: (title: string, chosen: string) =>
      `These are files of ${title}. The link that opened this page keeps the data set as it is: ${chosen}.`,
    missingDrop: (title: string, names: string) => `${title} still needs ${names}.`,
    unreadableDrop: (reason: string) => `The files could not be read (${reason}).`,
    growing: (count: string, total: string) =>
      `Training on ${count} of ${total} images; the rest is loading.`,
    stuck: (count: string, total: string) =>
      `Training on ${count} of ${total} images; the rest did not come.`,
    received: (received: string, total: string) => `${received} of ${total}`,
    noAddress: (mirror: string) =>
      `${mirror} is no address; one begins with https:// and names a folder, such as https://example.org/data.`,
    cancel: 'Cancel the download',
  },
  dialog: { close: 'Close' },
  drawPad: {
    label:
      'Drawing area. Draw with the pointer; with the keyboard, arrow keys move the brush, Space puts it down or lifts it, Delete clears.',
  },
  flags: { paused: 'pause' },
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
    of: (lanes: string, rate: string, steps: number) => `${lanes} · rate ${rate} · ${steps} steps`,
  },
  guard: {
    failed: (title: string, message: string) =>
      `${title} could not be shown (${message}). Training is not affected.`,
    again: 'Try again',
    notThere: 'Not loaded',
    notLoaded:
      'This could not be loaded: there is no connection, or the page has been renewed since it was opened. Trying again begins a new run.',
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
      slowMotion: 'One step appears here phase by phase as soon as the networks are built.',
    },
    titles: {
      covariance: 'Covariance',
      kernels: 'Kernels',
      spectrum: 'Spectrum',
      activations: 'Activations',
      deconvolvedImage: 'Deconvolved image',
      newtonSchulz: 'Newton-Schulz',
      gradients: 'Gradients',
      slowMotion: 'One step',
    },
  },
  looks: {
    waiting: 'Looking into the layer…',
    stopped: 'Nothing to see: this lane has stopped, or did not take this step.',
    noImage: 'Choose or draw an image under One image; the layer then shows what it makes of it.',
    ownScale: 'own scale',
    ownScaleHelp:
      'Off: one scale for the whole run, so that growth is seen. On: the scale of the step shown.',
    looked: (step: number, seconds: string) => `before step ${step} · every ${seconds} s`,
    lookedLater: (step: number) => `of step ${step}; earlier ones were not recorded`,
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
    table: 'Table',
    hold: 'Hold',
    someRows: (shown: number, total: number) => `${shown} of ${total} rows, evenly spread`,
  },
  lanes: {
    normalization: (lane: string) => `Normalisation ${lane}`,
    title: 'Lanes',
    /** Short enough for a readout. */
    titles: { none: 'no norm', batch: 'batch norm', deconv: 'deconvolution' },
    add: (lane: string) => `Add lane ${lane}`,
    remove: (lane: string) => `Remove lane ${lane}`,
    options: (lane: string) => `Options of lane ${lane}`,
  },
  link: {
    flag: (key: string, value: string) => `${key} is "${value}"; valid is 0 or 1.`,
    unknown: (name: string, to: string, known: string) =>
      `There is nothing called "${name}" to ${to}; known are ${known}.`,
    noVariant: (model: string, wanted: string, lane: string, instead: string) =>
      `${model} has no variant with ${wanted}: lane ${lane} has ${instead}.`,
  },
  network: {
    title: 'Network',
    parameters: (counts: string) => `${counts} parameters`,
    parametersByLane: (counts: string) => `Parameters: ${counts}`,
    memory: (total: string) => `about ${total} of GPU memory`,
    layers: 'Layers and memory',
    edit: 'Put layers together',
    editHelp: 'Add, change, move and remove the layers of the own network',
    layersHelp: 'Shapes, parameters, operations and memory of every layer',
  },
  noWebGpu: {
    reasons: {
      insecure:
        'Browsers offer WebGPU only to pages from https:// addresses or from localhost; this page came from elsewhere. Open it over https, or start the server on this machine and open http://localhost.',
      missing: 'The browser does not know WebGPU, or it is switched off.',
      noAdapter:
        'The browser knows WebGPU but found neither a graphics processor nor a software driver that it allows. Often hardware acceleration is off, or the driver is on the browser’s blocklist.',
    },
  },
  notices: {
    software: (name: string) =>
      `${name} is a software adapter: right results, but tens of times slower than a GPU.`,
    whatToDo: 'What to do',
    softwareRemedy:
      'Switch on graphics acceleration in the browser’s system settings; on Linux start Chrome with --enable-unsafe-webgpu --enable-features=Vulkan --ignore-gpu-blocklist (chrome://gpu says why).',
    loading: 'A recorded run is being loaded; it plays here in a moment.',
    recorded: (day: string, adapter: string) => `A run recorded on ${day} (${adapter}).`,
    recordedBriefly: 'A recorded run.',
    playYourself: 'Press Play to train them on this device.',
    notLinked: 'This is not the run that the link of this page asks for.',
    playLinked: 'Press Play to build the link’s networks and train them on this device.',
    problem: 'From the address: ',
    moreProblems: (count: number) => `${count} more`,
    lost: (reason: string) => `The GPU device was lost (${reason}).`,
    rebuilding: (step: number) => `The networks are being built again as they were at step ${step}.`,
    rebuilt: (step: number) =>
      `The networks were built again as they were at step ${step}. If it happens again, choose a smaller batch, model or width.`,
    kept: (settings: string) =>
      `The link that opened this page locks these settings, which stay as they are: ${settings}.`,
    rateLocked:
      'The link that opened this page locks the learning rate, so that it cannot be lowered here. Go back on the timeline, or press Reset.',
    tryAgain: 'Try again',
    defaults: 'Use the default settings',
    close: 'Close this notice',
    recover: (step: number, rate: string) => `Go back to step ${step} and train on at learning rate ${rate}`,
    restart: (rate: string) => `Start again at learning rate ${rate}`,
    restartLane: (lane: string, rate: string) => `Start again with learning rate ${rate} for lane ${lane}`,
    goal: (reason: string) => `Paused: ${reason} Play goes on regardless.`,
  },
  numbers: {
    needed: (range: string) => `Needs a number, ${range}`,
    range: (range: string) => `Must be ${range}`,
    whole: 'Must be a whole number',
    to: (min: number, max: number) => `${min} to ${max}`,
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
  preparation: {
    start: 'Starting the training worker …',
    data: (dataset: string, done: number, total: number) =>
      `Preparing the images of ${dataset}: ${grouped(done)} of ${grouped(total)}`,
    pipelines: (done: number, total: number) =>
      `Compiling GPU programs: ${grouped(done)} of ${grouped(total)}`,
    dataset: 'the data set',
  },
  presets: {
    label: 'Preset',
    own: 'own settings',
    help: 'Settings by name',
    /** After the sentence of a recipe of the paper; PAPER §2.1 and §2.2. */
    recipe: {
      cifar:
        'For ResNet-18 on CIFAR-10 the paper has 56 % with batch norm and 73 % with deconvolution after 1 epoch, 93 and 94 % after 20, 95 % after 100.',
      imagenet: 'For ResNet-18 the paper has 69.8 % with batch norm and 71.2 % with deconvolution.',
      cost: 'Data and model stay as they are. Meant for a GPU: a processor alone takes from minutes to hours for an epoch.',
    },
    /** What is expected was seen in runs of the command line on lavapipe, two cores shared; a GPU takes far less time. */
    known: {
      glyphs: {
        title: 'First look: glyphs',
        expect:
          'Expect 85 % right with deconvolution after 25 steps and 55 % with batch norm, which catches up later: half a minute without a GPU.',
      },
      rate: {
        title: 'Learning rate of 0.5',
        expect:
          'Expect chance (10 %) without normalisation and over 90 % with deconvolution after 80 steps: two minutes without a GPU.',
      },
      iterations: {
        title: 'Iterations: 1 or 5',
        expect:
          'Expect one Newton-Schulz iteration to do as well as five: both above 90 % right after 60 steps, two minutes without a GPU.',
      },
      time: {
        title: 'Equal time',
        expect:
          'Expect, without a GPU, 98 % right after 200 steps of batch norm and 80 % with the 20 or so of deconvolution that fit in their time: two minutes. On a GPU, steps differ less.',
      },
      mnist: {
        title: 'MNIST: three networks',
        expect:
          'Expect 93 % right without normalisation and 98 % with batch norm or deconvolution after 200 steps: some minutes without a GPU.',
      },
    },
  },
  replay: {
    notRecorded: {
      preview: 'The recorded run holds no answer to this. Press Play to train on this device, and ask again.',
      only: 'The recorded run holds no answer to this, and without WebGPU no networks can be trained here that do.',
    },
    noSlowMotion: {
      preview:
        'The steps of the recorded run were not taken apart. Take a step to train these networks on this device.',
      only: 'The steps of the recorded run were not taken apart, and without WebGPU none can be taken here.',
    },
    notLooked: {
      preview: (layer: string) =>
        `The recorded run was looked into at layer ${layer} only. Press Play to train on this device and look at any layer.`,
      only: (layer: string) => `The recorded run was looked into at layer ${layer} only.`,
    },
  },
  rightColumn: { tabs: 'Beside the charts' },
  settings: {
    title: 'Settings',
    onlyRecorded:
      'Settings and presets take effect only where the browser has WebGPU: what is shown here is the recorded run.',
  },
  resultTable: { name: 'name' },
  sidePage: { back: 'Back to the lab' },
  statusLine: {
    states: {
      preparing: 'preparing',
      paused: 'paused',
      running: 'training',
      finished: 'finished',
      stopped: 'stopped',
      lost: 'device lost',
    },
    recorded: { running: 'playing a recorded run', finished: 'a recorded run' },
    software: ' (software)',
    noAdapter: 'no adapter yet',
    data: {
      made: 'data made here',
      own: 'your data, not cached',
      loading: 'data loading',
      cached: 'data cached',
      notCached: 'data not cached',
    },
    dataHelp: 'Whether the next visit finds the data set in this browser',
    memory: (size: string) => `GPU memory ${size}`,
    images: (training: string, test: string) => `${training} training, ${test} test images`,
    worker: 'worker ok',
    workerStopped: 'worker stopped',
    privacy: 'nothing leaves this device',
  },
  storage: {
    none: 'This browser keeps nothing for this page: your choices, mirrors and results are gone when it is closed.',
    badMirrors: (reason: string) => `The mirrors kept in this browser are not used: ${reason}`,
  },
  timeline: {
    title: 'Timeline',
    empty: 'The epochs of the run, changes and checkpoints line up here. Press Play.',
    rewind: (step: string) => `Go back to the checkpoint at step ${step}`,
    branch:
      'Choose a checkpoint to go back to it; with another learning rate the run takes another branch from there.',
    playhead: 'Rewind',
    playheadHelp: 'Drag to a checkpoint to go back to it; with the keyboard, arrow keys and Enter',
    here: (step: string) => `Step ${step}, where the run is`,
    backTo: (step: string) => `back to step ${step}`,
    flag: (step: string, what: string) => `step ${step}: ${what}`,
    flags: (count: number) => `${count} ${count === 1 ? 'flag' : 'flags'}`,
    flagList: 'Flags of the run',
  },
  topBar: {
    brand: ['Deconv', 'Lab'],
    epoch: 'Epoch',
    step: 'Step',
    readouts: 'Loss and accuracy now',
    network: 'Network',
    loss: 'loss',
    accuracy: 'accuracy',
    testAccuracy: 'test accuracy',
    difference: 'Difference to A',
    lossOf: (lane: string) => `Loss ${lane}`,
    accuracyOf: (lane: string) => `Accuracy ${lane}`,
    noAdapter: 'looking for an adapter',
    throughput: 'Throughput',
    throughputHelp: 'Images per second of one network',
    rate: (rate: string) => `${rate} img/s`,
    stepTime: (ms: string) => `${ms} ms/step`,
    stepTimeHelp: 'Time of one step of all networks',
    split: {
      title: 'Where a step’s time goes',
      parts: { data: 'data', forward: 'forward', backward: 'backward', optimizer: 'optimizer' },
      lane: (name: string, parts: string) => `${name}: ${parts}`,
      share: (part: string, share: string) => `${part} ${share}`,
      ms: (ms: string) => `${ms} ms`,
      by: {
        timestamps: (step: string) => `By the GPU’s own clock, last at step ${step}.`,
        completion: (step: string) => `By when the GPU told that each part was done, last at step ${step}.`,
      },
      dataHelp: 'A batch is gathered and augmented once for all networks.',
    },
    adapter: (name: string, left: string | null) => `${left === null ? '' : `${left} left · `}${name} · f32`,
  },
  transport: {
    title: 'Transport',
    reset: 'Reset',
    resetHelp: 'Reset (R)',
    restart: 'Restart needed',
    restartHelp: 'The form differs from the networks at work. Reset builds them anew from the form.',
    finished: 'This run is at its end: Reset starts a new one.',
    play: 'Play',
    playHelp: 'Play (Space)',
    pause: 'Pause',
    pauseHelp: 'Pause (Space)',
    step: 'Step',
    stepHelp: 'One step (→)',
    slow: 'Slow',
    slowHelp: 'Slow motion: one step, phase by phase (S)',
    epoch: 'Epoch',
    epochHelp: 'To the end of the epoch',
    speed: 'Speed',
    speedHelp: 'Steps a second at most, to watch the run; it changes nothing in it',
    pace: (stepsPerSecond: number) => `${stepsPerSecond}/s`,
    fullSpeed: 'max',
  },
  webcam: {
    label: 'Picture of the camera',
    refused: (reason: string) =>
      `The camera gives no picture (${reason}). Allow this page to use it in the browser’s address bar, or drop a picture here.`,
    missing: 'This browser offers no camera to the page.',
  },
  holding: {
    labels: { hidden: 'this page is not seen', battery: 'on battery' },
    help: 'Goes on by itself afterwards. Without it, training goes on in the background.',
    because: {
      hidden: 'The page was not seen; training goes on when it is.',
      battery: 'This device runs on its battery; training goes on when it is charged.',
    },
  },
  training: {
    title: 'Training',
    more: 'More',
    stop: 'Pause when …',
    scheduleLabel: (first: string, last: string, steps: number) =>
      `Learning rate over ${steps} steps, from ${first} to ${last}`,
    scheduleSpan: (steps: number) => `rate over ${steps} steps`,
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
      `${lane} whitens, yet its loss is behind: too few iterations or a small batch leave the covariance far from the identity.`,
    fewerSteps: (behind: LaneSteps, ahead: LaneSteps) =>
      `In the same time ${behind.name} has taken ${behind.steps} steps and ${ahead.name} ${ahead.steps}: over steps the two compare otherwise.`,
    slower: (lane: string, ratio: number, isDeconv: boolean) =>
      `A step of ${lane} takes ${ratio.toPrecision(2)}× the time${isDeconv ? ': covariance and Newton-Schulz iterations are paid at every layer' : ''}.`,
    unsettled: (lane: string) =>
      `${lane} tests worse than it trains because its running statistics have not settled yet; that takes about 50 steps.`,
    lags: (lane: string) =>
      `${lane} tests worse than it trains, though it has seen no image twice: its running statistics lag behind weights that still move fast.`,
    overfits: (lane: string, gap: number) =>
      `${lane} is ${Math.round(100 * gap)} points better on its training images than on the test: it learns them by heart.`,
  },
} as const;
