import { useEffect, useState, type ReactNode } from 'react';
import { useConfig, useLab, useRun } from '../../context.ts';
import { toImageData } from '../../pixels.ts';
import type { ChosenImage } from '../../store/image.ts';
import { laneName } from '../../../train/parse.ts';
import type { AnswerTo } from '../../../train/questions.ts';
import { strings } from '../../strings.ts';

const text = strings.gallery;
const shownImages = 7;
const firstPair = { wrong: 0, right: 1 };

/** Test images that one lane got wrong and another right; a click looks at one of them. */
export function Gallery({ onChoose }: { onChoose: (image: ChosenImage) => void }): ReactNode {
  const { controller } = useLab();
  const laneCount = useConfig(({ config, running }) => (running ?? config).lanes.length);
  const evaluation = useRun((state) => state.evaluation);
  const classes = useRun(({ ready }) => ready?.classes ?? null);
  const [chosen, setPair] = useState(firstPair);
  const branch = useRun((state) => state.branch);
  const [found, setFound] = useState<{ readonly of: string; readonly is: AnswerTo<'gallery'> } | null>(null);
  // A later run may have fewer lanes.
  const { wrong, right } = Math.max(chosen.wrong, chosen.right) < laneCount ? chosen : firstPair;
  const of = [branch, wrong, right].join(' ');
  const gallery = found?.of === of ? found.is : null;
  useEffect(() => {
    if (!evaluation) return;
    const ask = controller.ask({ type: 'gallery', wrong, right, count: shownImages });
    ask.then((is) => setFound({ of, is })).catch(() => undefined);
  }, [controller, evaluation, of, wrong, right]);
  if (laneCount < 2) return null;
  const pairs = Array.from({ length: laneCount }, (_, a) => a).flatMap((a) =>
    Array.from({ length: laneCount }, (_, b) => [a, b] as const).filter(([, b]) => a !== b),
  );
  return (
    <div className="gallery">
      <div className="gallery-header">
        <select
          aria-label={text.label}
          value={`${wrong},${right}`}
          onChange={(event) => {
            const [a = 0, b = 1] = event.target.value.split(',').map(Number);
            setPair({ wrong: a, right: b });
          }}
        >
          {pairs.map(([a, b]) => (
            <option key={`${a},${b}`} value={`${a},${b}`}>
              {text.option(laneName(a), laneName(b))}
            </option>
          ))}
        </select>
        {gallery && <span className="caption">{text.count(gallery.total)}</span>}
      </div>
      {!gallery && <p className="caption">{text.empty}</p>}
      {gallery?.total === 0 && <p className="caption">{text.none}</p>}
      <ul className="gallery-images">
        {gallery?.images.map(({ index, image, answers }) => {
          const given = (lane: number) => classes?.[answers[lane] ?? -1] ?? '';
          const title = text.image(image.label, laneName(wrong), given(wrong));
          return (
            <li key={index}>
              <button
                type="button"
                title={title}
                aria-label={title}
                onClick={() => onChoose({ ...image, index })}
              >
                <canvas
                  width={image.width}
                  height={image.height}
                  ref={(canvas) => {
                    canvas?.getContext('2d')?.putImageData(toImageData(image), 0, 0);
                  }}
                />
                <span>{given(wrong)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
