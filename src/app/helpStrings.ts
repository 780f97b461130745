/** The words of the help, loaded with it. */
export const helpStrings = {
  title: 'Deconv Lab',
  about:
    'Networks that are the same but for one choice train side by side on the same images, on this device. Network deconvolution removes the correlation between pixels and channels before every layer; compare it with batch norm or with no normalisation at all.',
  keysTitle: 'Keys',
  keys: [
    ['Space', 'Play or pause'],
    ['→', 'One step'],
    ['S', 'Slow motion: one step, phase by phase'],
    ['R', 'Reset: build the networks anew from the form'],
    [
      '1 2',
      'Bring lane A or B forward in the charts; again: all lanes. While presenting: 1 to 8 choose what of the layer is shown',
    ],
    ['P', 'Present, and back'],
    ['?', 'This help'],
  ],
  numbers:
    'Numbers and lists keep their own keys while they have the focus: arrow up and down change a number in its leading digit.',
  pagesTitle: 'Pages',
  pages: [
    ['#reproduce', 'Table 1 of the paper'],
    ['#bench', 'Benchmark of this device'],
  ],
  linksTitle: 'Links',
  links:
    'The address holds every setting; Share copies it. For a class, add to it: embed=1 shows the charts alone and starts on a click, present=1 opens large, hide=data,seed takes parts away, lock=model,lanes keeps them as they are.',
} as const;
