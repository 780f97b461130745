import { Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { lazily } from '../../components/lazily.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useImage, useLab, useRun } from '../../context.ts';
import { fromImageData, toImageData } from '../../pixels.ts';
import { Answers } from './Answers.tsx';
import { Gallery } from './Gallery.tsx';
import { readImage, takePicture, type ImageShape } from './picture.ts';
import { awaitImage, showImage } from '../../store/image.ts';
import { strings } from '../../strings.ts';
import { chooseTestImage } from '../../testImage.ts';
import { useInSight } from '../../useInSight.ts';
import './OneImage.css';

/** Loaded when they are asked for. */
const DrawPad = lazily(() => import('./DrawPad.tsx'));
const Webcam = lazily(() => import('./Webcam.tsx'));

const text = strings.oneImage;

type Mode = 'look' | 'draw' | 'webcam';

/** One image and what the networks answer to it: of the test set, drawn, dropped, pasted or of the camera. */
export function OneImage(): ReactNode {
  const lab = useLab();
  const { image: store } = lab;
  const image = useImage((state) => state.image);
  const shape = useRun(({ ready }) => ready?.shape ?? null);
  const [mode, setMode] = useState<Mode>('look');
  const [note, setNote] = useState<string | null>(null);
  const count = useRun(({ ready }) => ready?.testSize ?? 0);
  const next = () => chooseTestImage(lab, ((store.getState().wanted ?? -1) + 1) % Math.max(1, count));
  const shuffle = () => chooseTestImage(lab, Math.floor(Math.random() * count));
  const [isInSight, setInSight] = useState(true);
  const panel = useInSight<HTMLElement>(setInSight);

  const take = useCallback(
    async (file: File, shape: ImageShape) => {
      // A drawing or the camera would go on, and be asked for after it.
      setMode('look');
      try {
        const taken = await awaitImage(store, readImage(file, shape));
        if (taken) setNote(taken.isInverted ? text.inverted : null);
      } catch (error) {
        setNote(error instanceof Error ? error.message : String(error));
      }
    },
    [store],
  );
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (file && shape) void take(file, shape);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [shape, take]);

  const show = (action: () => void) => () => {
    setMode('look');
    setNote(null);
    action();
  };
  // Most sets are grey; what is there at first need not move the other buttons.
  const isDigit = shape === null || shape[0] === 1;
  return (
    <Panel
      ref={panel}
      title={text.title}
      className="one-image"
      tools={
        <div className="image-tools">
          <button type="button" className="plain-button" onClick={show(next)}>
            {text.next}
          </button>
          <button type="button" className="plain-button" onClick={show(shuffle)}>
            {text.shuffle}
          </button>
          {isDigit && (
            <button
              type="button"
              className="plain-button"
              aria-pressed={mode === 'draw'}
              onClick={() => setMode(mode === 'draw' ? 'look' : 'draw')}
            >
              {text.draw}
            </button>
          )}
          <label className="plain-button">
            {text.picture}
            <input
              type="file"
              accept="image/*"
              className="visually-hidden"
              aria-label={text.chooseFile}
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file && shape) void take(file, shape);
                event.target.value = '';
              }}
            />
          </label>
          <button
            type="button"
            className="plain-button"
            aria-pressed={mode === 'webcam'}
            onClick={() => setMode(mode === 'webcam' ? 'look' : 'webcam')}
          >
            {mode === 'webcam' ? text.stop : text.webcam}
          </button>
        </div>
      }
    >
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const file = event.dataTransfer.files[0];
          if (file && shape) void take(file, shape);
        }}
      >
        <div className="image-and-answers">
          <div className="image-box">
            <Suspense fallback={<Picture />}>
              {mode === 'draw' && shape ? (
                <DrawPad
                  key={shape.join()}
                  width={shape[2]}
                  height={shape[1]}
                  onDraw={(data) =>
                    showImage(store, {
                      width: data.width,
                      height: data.height,
                      channels: shape[0],
                      pixels: fromImageData(data, shape[0]),
                      label: null,
                      index: null,
                      live: 'drawing',
                    })
                  }
                />
              ) : (
                <Picture />
              )}
              {mode === 'webcam' && shape && (
                <Webcam
                  onFrame={(video) =>
                    showImage(store, { ...takePicture(video, shape, false), live: 'camera' })
                  }
                />
              )}
            </Suspense>
            <p className="caption">
              {image?.label != null ? (
                <>
                  {text.trueClass} <b>{image.label}</b>
                </>
              ) : (
                text.own
              )}
            </p>
            <p className="caption" aria-live="polite">
              {note ?? text.hint}
            </p>
          </div>
          <Answers isInSight={isInSight} />
        </div>
        <Gallery onChoose={(chosen) => show(() => showImage(store, chosen))()} />
      </div>
    </Panel>
  );
}

/** The chosen image, each pixel a square. */
function Picture(): ReactNode {
  const image = useImage((state) => state.image);
  if (!image) return <div className="image-gap" />;
  return (
    <canvas
      key={`${image.width}x${image.height}`}
      className="picture"
      width={image.width}
      height={image.height}
      role="img"
      aria-label={image.label === null ? text.own : `${text.trueClass} ${image.label}`}
      ref={(canvas) => {
        canvas?.getContext('2d')?.putImageData(toImageData(image), 0, 0);
      }}
    />
  );
}
