import { beforeEach, expect, test, vi } from 'vitest';
import type { MapClient } from '../../worker/mapClient.ts';
import type { MapCommand, MapPicture } from '../../worker/mapProtocol.ts';
import { createMapDrawing } from './drawing.ts';

let sent: MapCommand[][];
let clients: number;
let fail: () => void;

/** Moves what it is given, as a worker does. */
function connect(onFailure: () => void): MapClient {
  clients++;
  fail = onFailure;
  return {
    send(commands, transfer) {
      sent.push(structuredClone([...commands], { transfer }));
    },
    terminate: () => undefined,
  };
}

/** A canvas of a browser that can hand it over, once, or that cannot. */
function createCanvas(canHandOver = true) {
  let isGiven = false;
  const getContext = vi.fn(() => null);
  const transferControlToOffscreen = () => {
    if (isGiven) throw new Error('InvalidStateError');
    isGiven = true;
    return new MessageChannel().port1;
  };
  const canvas = { width: 300, height: 150, getContext, ...(canHandOver && { transferControlToOffscreen }) };
  return { canvas: canvas as unknown as HTMLCanvasElement, getContext };
}

const picture = (values: Float32Array): MapPicture => ({
  values,
  rows: 1,
  columns: 1,
  height: 1,
  width: values.length,
  shading: { palette: Uint32Array.of(1, 2), min: 0, max: 1 },
});

beforeEach(() => {
  sent = [];
  clients = 0;
  vi.stubGlobal('ImageData', class {});
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

/** By message. */
const told = () => sent.map((commands) => commands.map(({ type, id }) => `${type} ${id}`).join(', '));

test('a canvas is handed over once, and drawn with copies of just its values', () => {
  const drawing = createMapDrawing(connect);
  const { canvas, getContext } = createCanvas();
  const memory = Float32Array.of(1, 2, 3, 4);
  drawing.draw(canvas, picture(memory.subarray(1, 3)));
  vi.runAllTimers();
  drawing.draw(canvas, picture(memory));
  vi.runAllTimers();
  expect(told()).toEqual(['adopt 0, draw 0', 'draw 0']);
  expect(sent[0]![1]).toMatchObject({ picture: { values: Float32Array.of(2, 3), width: 2 } });
  expect([...memory]).toEqual([1, 2, 3, 4]);
  expect(clients).toBe(1);
  expect(getContext).not.toHaveBeenCalled();
});

test('what is drawn at once is one message, and of each canvas only its last picture', () => {
  const drawing = createMapDrawing(connect);
  const [a, b, c] = [createCanvas().canvas, createCanvas().canvas, createCanvas().canvas];
  for (const values of [[1], [2]])
    for (const canvas of [a, b, c]) drawing.draw(canvas, picture(Float32Array.from(values)));
  drawing.release(c);
  expect(sent).toEqual([]);
  vi.runAllTimers();
  expect(told()).toEqual(['adopt 0, draw 0, adopt 1, draw 1']);
  expect(sent[0]![3]).toMatchObject({ picture: { values: Float32Array.of(2) } });
});

test('a canvas that has left the page is released, one that was never drawn is not known', () => {
  const drawing = createMapDrawing(connect);
  const { canvas } = createCanvas();
  drawing.release(canvas);
  drawing.draw(canvas, picture(Float32Array.of(1)));
  vi.runAllTimers();
  drawing.draw(canvas, picture(Float32Array.of(2)));
  drawing.release(canvas);
  vi.runAllTimers();
  expect(told()).toEqual(['adopt 0, draw 0', 'release 0']);
});

test('where canvases cannot be handed over they are drawn here', () => {
  const drawing = createMapDrawing(connect);
  const { canvas, getContext } = createCanvas(false);
  drawing.draw(canvas, picture(Float32Array.of(1, 2, 3)));
  vi.runAllTimers();
  expect(getContext).toHaveBeenCalledOnce();
  expect(canvas).toMatchObject({ width: 3, height: 1 });
  expect(clients).toBe(0);
});

test('after a failure of the worker new canvases are drawn here', () => {
  const drawing = createMapDrawing(connect);
  const onGeneration = vi.fn();
  drawing.subscribe(onGeneration);
  const [lost, next] = [createCanvas(), createCanvas()];
  drawing.draw(lost.canvas, picture(Float32Array.of(1)));
  vi.runAllTimers();
  expect(drawing.getGeneration()).toBe(0);
  fail();
  expect(drawing.getGeneration()).toBe(1);
  expect(onGeneration).toHaveBeenCalledOnce();
  drawing.draw(next.canvas, picture(Float32Array.of(1)));
  // What the worker had stays lost, and nobody tries to draw on it.
  drawing.draw(lost.canvas, picture(Float32Array.of(1)));
  vi.runAllTimers();
  expect(next.getContext).toHaveBeenCalledOnce();
  expect(lost.getContext).not.toHaveBeenCalled();
  expect(clients).toBe(1);
  expect(sent).toHaveLength(1);
});
