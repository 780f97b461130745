import { expect, test } from 'vitest';
import { findRoute } from './routes.ts';

test.each(['#bench', 'bench', '#reproduce'])('%s names a page of its own', (hash) =>
  expect(findRoute(hash)).not.toBeNull(),
);

test.each(['', '#', '#v=1&net=vgg11', '#bench=1', '#toString'])('%s is the lab', (hash) =>
  expect(findRoute(hash)).toBeNull(),
);
