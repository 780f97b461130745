import { expect, test } from 'vitest';
import { backportsSource, parseDeb822, parseOneLine, readRelease } from './debian.mjs';

const stanzas = `Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb deb-src
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQ
`;

test('takes mirror and key of the backports from a deb822 source', () => {
  const sources = parseDeb822(stanzas);
  expect(sources).toHaveLength(2);
  expect(sources[1]).toMatchObject({ types: ['deb', 'deb-src'], suites: ['bookworm-security'] });
  expect(sources[1]!.options['Signed-By']).toBe('\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQ');
  expect(backportsSource(sources, 'bookworm')).toBe(
    'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm-backports\nComponents: main\n' +
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
  );
});

test('takes them from one-line sources, options included', () => {
  const text = `# deb http://old.example/debian bookworm main
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64,arm64 signed-by=/etc/apt/keys/debian.gpg] https://mirror.example/debian bookworm main contrib
deb http://mirror.example/debian-security bookworm-security main`;
  const sources = parseOneLine(text);
  expect(sources.map(({ types }) => types)).toEqual([['deb-src'], ['deb'], ['deb']]);
  expect(backportsSource(sources, 'bookworm')).toBe(
    'Types: deb\nURIs: https://mirror.example/debian\nSuites: bookworm-backports\nComponents: main\n' +
      'Signed-By: /etc/apt/keys/debian.gpg\nArchitectures: amd64 arm64\n',
  );
});

test('adds no source where the backports are configured, and none from a disabled one', () => {
  const backports = 'Types: deb\nURIs: http://b.example/\nSuites: bookworm-backports\nComponents: main\n';
  expect(backportsSource(parseDeb822(`${stanzas}\n${backports}`), 'bookworm')).toBeNull();
  const disabled = parseDeb822(
    `Enabled: no\n${stanzas.slice(0, stanzas.indexOf('\n\n'))}\n\n${backports}Enabled: no\n`,
  );
  expect(() => backportsSource(disabled, 'bookworm')).toThrow('add the suite bookworm-backports');
});

test('reads which system this is, also where the file is missing', () => {
  expect(readRelease('/does/not/exist')).toMatchObject({ id: '', codename: '' });
});
