import { useState, type ReactNode } from 'react';
import { grouped } from '../../../util/format.ts';
import { useRun } from '../../context.ts';
import { exploreStrings } from '../../exploreStrings.ts';
import { Asked } from './Asked.tsx';
import { Thumbnail } from './Thumbnail.tsx';
import { useAnswer } from './useAnswer.ts';

const text = exploreStrings.wall;
const shownImages = 96;

/** Training images of a class, or of all, beside the number of images of each class. */
export function SampleWall({ onLook }: { onLook: (index: number) => void }): ReactNode {
  const classes = useRun(({ ready }) => ready?.classes ?? null);
  const [label, setLabel] = useState<number | null>(null);
  // Another data set may have fewer classes.
  const chosen = label !== null && classes?.[label] !== undefined ? label : null;
  const { answer, failure } = useAnswer({ type: 'classImages', label: chosen, count: shownImages });
  if (!answer || !classes) return <Asked failure={failure} />;
  const { images, total, trainCounts, testCounts } = answer;
  const most = Math.max(1, ...trainCounts);
  return (
    <div className="explore-wall">
      <div>
        <ul className="class-bars" aria-label={text.counts}>
          <li>
            <button type="button" aria-pressed={chosen === null} onClick={() => setLabel(null)}>
              <span className="class-name">{text.all}</span>
            </button>
          </li>
          {classes.map((name, i) => {
            const [train, test] = [grouped(trainCounts[i] ?? 0), grouped(testCounts[i] ?? 0)];
            const title = text.choose(name, train, test);
            return (
              <li key={name}>
                <button type="button" aria-pressed={chosen === i} title={title} onClick={() => setLabel(i)}>
                  <span className="class-name">{name}</span>
                  <span className="class-bar">
                    <span style={{ width: `${(100 * (trainCounts[i] ?? 0)) / most}%` }} />
                  </span>
                  <span className="class-count">
                    {train}
                    <span className="visually-hidden">{text.counted(test)}</span>
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      <div>
        <p className="caption" role="status">
          {text.shown(grouped(images.length), grouped(total))}
          {failure !== null && ` · ${failure}`}
        </p>
        <ul className="image-wall">
          {images.map((image) => {
            const title = text.look(image.label, String(image.index));
            return (
              <li key={image.index}>
                <button type="button" aria-label={title} title={title} onClick={() => onLook(image.index)}>
                  <Thumbnail image={image} />
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
