import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { strings } from '../../strings.ts';

const text = strings.drawPad;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface DrawPadProps {
  readonly width: number;
  readonly height: number;
  /** After every stroke and part of one. */
  readonly onDraw: (data: ImageData) => void;
}

/** A black square to draw on in white, as many pixels as the networks see. */
export default function DrawPad({ width, height, onDraw }: DrawPadProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<Point | null>(null);
  const brush = useRef<{ x: number; y: number; isDown: boolean }>({
    x: width / 2,
    y: height / 2,
    isDown: false,
  });
  const cursor = useRef<HTMLSpanElement>(null);

  const context = () => canvas.current?.getContext('2d', { willReadFrequently: true }) ?? null;
  const tell = () => {
    const drawn = context()?.getImageData(0, 0, width, height);
    if (drawn) onDraw(drawn);
  };
  const line = (from: Point, to: Point) => {
    const pen = context();
    if (!pen) return;
    pen.strokeStyle = 'white';
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.lineWidth = width / 12;
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y + 0.01);
    pen.stroke();
    tell();
  };
  const place = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
    };
  };
  const clear = () => {
    const pen = context();
    if (!pen) return;
    pen.fillStyle = 'black';
    pen.fillRect(0, 0, width, height);
    tell();
  };
  const start = useRef(clear);
  useEffect(() => start.current(), []);
  const showCursor = () => {
    const { x, y, isDown } = brush.current;
    if (!cursor.current) return;
    cursor.current.style.left = `${(100 * x) / width}%`;
    cursor.current.style.top = `${(100 * y) / height}%`;
    cursor.current.dataset.down = String(isDown);
  };
  const onKey = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const { x, y, isDown } = brush.current;
    const move = moves[event.key];
    if (move) {
      const to = {
        x: Math.max(0, Math.min(width, x + move[0])),
        y: Math.max(0, Math.min(height, y + move[1])),
      };
      if (isDown) line({ x, y }, to);
      brush.current = { ...to, isDown };
    } else if (event.key === ' ') {
      brush.current = { x, y, isDown: !isDown };
      if (!isDown) line({ x, y }, { x, y });
    } else if (event.key === 'Delete' || event.key === 'Backspace') clear();
    else return;
    // These keys mean the drawing, not the transport.
    event.preventDefault();
    event.stopPropagation();
    showCursor();
  };

  return (
    <div className="draw-pad" role="application" aria-label={text.label} tabIndex={0} onKeyDown={onKey}>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = place(event);
          line(last.current, last.current);
        }}
        onPointerMove={(event) => {
          if (!last.current) return;
          const to = place(event);
          line(last.current, to);
          last.current = to;
        }}
        onPointerUp={() => (last.current = null)}
        onPointerCancel={() => (last.current = null)}
      />
      <span ref={cursor} className="brush" style={{ left: '50%', top: '50%' }} />
    </div>
  );
}
