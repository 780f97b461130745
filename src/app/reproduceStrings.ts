/** The words of Table 1, loaded with it. */
export const reproduceStrings = {
  title: 'Table 1 of the paper',
  about:
    'What the paper (Ye et al. 2020) and its reproduction (Obadage et al. 2024) report, beside runs of this program.',
  command:
    'npm run reproduce measures any part of it and writes a file of each run. Files that are opened here stay in this browser, and so do runs of the lab that come to their end with a model, data set and number of epochs of the table.',
  dataset: 'Data set',
  epochs: 'Epochs',
  open: 'Open result files',
  drop: 'or drop them, or their folder, on the page.',
  tableTitle: (dataset: string, epochs: number) =>
    `${dataset}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
  reading: 'Test accuracy in percent; mean ± standard deviation over the seeds.',
  shipped: 'Runs that came with the program',
  own: 'Your runs',
  runColumns: ['Run', 'Settings', 'Accuracy', 'Time', 'Adapter', 'Day'],
  paperSettings: 'as in the paper',
  remove: 'Remove',
  removeRun: (name: string) => `Remove ${name}`,
  removed: 'Removed.',
  opened: (count: number) => `${count} ${count === 1 ? 'run' : 'runs'} opened.`,
  unreadableKept: 'Runs that this browser kept could not be read and are left out.',
  notKept: 'This browser keeps nothing for the page: the runs are gone when it is closed.',
  noResults: 'There is no JSON file among these. npm run reproduce writes one for each run into --out.',
  unreadable: (path: string) => `${path} is not JSON.`,
} as const;
