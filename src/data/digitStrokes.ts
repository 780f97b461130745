/**
 * The digits as pen strokes, several ways of writing each. A stroke is a list of points `x,y` on a grid of 0 to 100
 * (y downwards) joined by a smooth curve; `/` lifts the pen, so a corner is where one stroke ends and the next one
 * begins; `z` closes a stroke. Two points make a straight line.
 */
const drawings: readonly (readonly string[])[] = [
  ['50,8 29,22 22,50 29,80 50,93 71,80 78,50 71,22 z', '53,8 38,20 31,50 36,81 49,92 62,81 69,50 66,20 z'],
  ['53,8 49,92', '33,29 54,8 / 54,8 51,92', '34,27 52,9 / 52,9 52,90 / 31,90 73,90'],
  [
    '27,28 38,11 56,8 70,19 69,37 53,61 28,90 / 28,90 76,90',
    '29,25 44,9 63,12 69,31 57,57 38,82 26,87 27,78 40,78 58,88 77,85',
  ],
  [
    '28,18 45,8 64,13 69,29 60,42 42,48 / 42,48 64,52 74,68 66,86 46,93 26,84',
    '28,10 71,10 / 71,10 47,42 / 47,42 67,47 75,65 66,86 46,93 26,84',
  ],
  [
    '60,8 23,65 / 23,65 80,65 / 61,34 60,93',
    '63,8 24,64 / 24,64 81,64 / 63,8 63,93',
    '33,9 26,52 / 26,52 75,52 / 69,14 65,93',
  ],
  [
    '71,10 34,10 / 34,10 30,46 / 30,46 50,40 69,48 75,66 65,87 45,93 26,84',
    '75,9 38,11 / 38,11 33,43 / 33,43 55,45 69,60 65,81 46,92 25,89',
  ],
  [
    '67,10 46,24 31,48 27,70 37,88 55,92 70,81 70,63 55,53 38,58 28,72',
    '60,6 42,32 29,60 31,82 47,93 65,87 71,70 60,56 43,58 31,72',
  ],
  [
    '25,11 75,11 / 75,11 43,92',
    '25,11 75,11 / 75,11 43,92 / 37,52 72,50',
    '25,20 27,11 / 27,11 76,11 / 76,11 57,42 46,68 42,93',
  ],
  [
    '50,48 67,36 70,19 50,8 30,19 33,36 50,48 71,62 75,80 50,93 25,80 29,62 z',
    '50,8 33,16 33,38 50,47 67,38 67,16 z / 50,47 28,58 26,81 50,93 74,81 72,58 z',
    '68,20 52,8 34,15 33,32 52,46 71,64 70,84 50,93 29,84 28,66 48,48 66,32 68,20',
  ],
  [
    '70,30 59,12 40,11 28,26 33,45 51,51 66,42 71,28 / 71,28 69,60 61,93',
    '71,31 60,12 41,10 28,25 32,44 50,51 66,43 71,28 / 71,28 73,58 64,83 46,93 30,86',
  ],
];

export interface Stroke {
  /** x0, y0, x1, y1, …, with the box's centre at 0 and its sides at -0.5 and 0.5. */
  readonly points: Float64Array;
  readonly closed: boolean;
}

function parseStroke(text: string): Stroke {
  const words = text.trim().split(/\s+/);
  const closed = words.at(-1) === 'z';
  const points = (closed ? words.slice(0, -1) : words).flatMap((word) => word.split(',').map(Number));
  return { points: Float64Array.from(points, (value) => (value - 50) / 100), closed };
}

/** Strokes by digit and way of writing. */
export const digitStrokes: readonly (readonly (readonly Stroke[])[])[] = drawings.map((variants) =>
  variants.map((variant) => variant.split('/').map(parseStroke)),
);

/** The most points that any one stroke has. */
export const maxStrokePoints = Math.max(...digitStrokes.flat(2).map((stroke) => stroke.points.length / 2));
