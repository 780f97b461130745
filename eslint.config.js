import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';

/** The floors of the house, lowest first; folders of one floor are siblings. */
const floors = [
  ['util'],
  ['engine', 'gpu'],
  ['nn', 'data', 'tuning'],
  ['train', 'bench'],
  ['worker', 'cli'],
  ['app'],
];

/** What siblings may still take from each other. */
const siblingExceptions = { gpu: { engine: ['./program.ts'] }, cli: {} };

const zones = floors.flatMap((folders, floor) =>
  folders.flatMap((folder) => {
    const higher = floors.slice(floor + 1).flat();
    const siblings = folders.filter((other) => other !== folder);
    return [
      ...higher.map((other) => ({
        target: `./src/${folder}/**/!(*.test).ts*`,
        from: `./src/${other}`,
        message: `src/${folder} is on a lower floor than src/${other}.`,
      })),
      ...siblings.map((other) => ({
        target: `./src/${folder}/**/!(*.test).ts*`,
        from: `./src/${other}`,
        except: siblingExceptions[folder]?.[other] ?? [],
        message: `src/${folder} and src/${other} share a floor; siblings do not import each other.`,
      })),
      {
        target: `./src/${folder}/**/!(*.test).ts*`,
        from: './src/testing',
        message: 'src/testing is for tests.',
      },
    ];
  }),
);

const nodeOnly = {
  patterns: [{ group: ['node:*', 'webgpu'], message: 'Node built-ins and Dawn live in cli/ and testing/.' }],
};
/** What people read stands in one file, so that another language is another file. */
const toStrings = 'Words that people read live in src/app/strings.ts.';
const ownWords = [
  { selector: 'JSXText[value=/[A-Za-z]{2}/]', message: toStrings },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|title|label|placeholder|alt|help)$/] > Literal[value=/[A-Za-z]{2}/]',
    message: toStrings,
  },
  {
    selector: 'JSXElement > JSXExpressionContainer > ConditionalExpression > Literal[value=/[A-Za-z]{2}/]',
    message: toStrings,
  },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|title|label|placeholder|alt|help)$/] TemplateElement[value.raw=/[A-Za-z]{3}/]',
    message: toStrings,
  },
];
/** The same of files without components: a table of words, and whole sentences. */
const ownSentences = [
  {
    selector: "Program > VariableDeclaration > VariableDeclarator[id.name='text'] > ObjectExpression",
    message: toStrings,
  },
  { selector: 'Literal[value=/^[A-Z].* [a-z]+ .*[.]$/]', message: toStrings },
  { selector: 'TemplateElement[value.raw=/ [a-z]+ .*[.]$/]', message: toStrings },
];
const noReact = ['react', 'react-dom', 'react-dom/*', 'recharts', 'zustand', 'zustand/*'];

export default tseslint.config(
  {
    ignores: [
      'dist',
      'dist-cli',
      '.cache',
      'node_modules',
      'test-results',
      'playwright-report',
      'public',
      'src/util/platform.d.ts',
    ],
  },
  js.configs.recommended,
  // No rule is switched off in passing, and no file grows past what one reads at once.
  { linterOptions: { noInlineConfig: true }, rules: { 'max-lines': ['error', 400] } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked, importX.flatConfigs.typescript],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: ['src/{util,engine,gpu,nn,data,train,bench,worker}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [...nodeOnly.patterns, { group: noReact, message: 'React lives in app/.' }] },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['src/app/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: { 'no-restricted-imports': ['error', nodeOnly], 'no-console': 'error' },
  },
  {
    files: ['src/app/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...ownWords, ...ownSentences] },
  },
  {
    files: ['src/app/**/*.ts'],
    ignores: ['**/*.test.ts', 'src/app/**/*trings.ts'],
    rules: { 'no-restricted-syntax': ['error', ...ownSentences] },
  },
  // All words of the page are one table, however long.
  { files: ['src/app/strings.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', performance: 'readonly' },
    },
  },
  // A part of them runs in the page.
  {
    files: ['scripts/{clickTimes,loadTimes}.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['window', 'document', 'setTimeout', 'PerformanceObserver'].map((name) => [name, 'readonly']),
      ),
    },
  },
);
