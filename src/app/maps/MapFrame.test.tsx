import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MapFrame } from './MapFrame.tsx';

const framed = (width: number) =>
  renderToStaticMarkup(<MapFrame {...{ width, label: 'Map', children: 'cells' }} />);

test('only a map that is too wide is put into a frame, which takes the focus to scroll', () => {
  expect(framed(240)).toBe('cells');
  expect(framed(400)).toBe('<div class="map-frame" role="group" aria-label="Map" tabindex="0">cells</div>');
});
