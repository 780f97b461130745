import { useState, type ReactNode } from 'react';
import { adapterName, tablesOf } from '../../bench/format.ts';
import { suites, type Suite } from '../../bench/suites.ts';
import { ResultTable } from './ResultTable.tsx';
import { useBenchmark, type Benchmark } from './useBenchmark.ts';
import './BenchPage.css';

const labels: Readonly<Record<Suite, string>> = {
  limits: 'Limits of the adapter',
  kernels: 'Single operations of LeNet, VGG and ResNet-18',
  steps: 'Training steps',
  deconvolution: 'Deconvolution against batch norm',
};

/** The page `#bench`: the same measurements as `npm run bench`, in this browser. */
export function BenchPage(): ReactNode {
  const benchmark = useBenchmark();
  const [chosen, setChosen] = useState<readonly Suite[]>(suites);
  const [quick, setQuick] = useState(true);
  const { status, report } = benchmark;
  const isRunning = status === 'running' || status === 'cancelling';
  const toggle = (suite: Suite) =>
    setChosen(suites.filter((other) => (other === suite ? !chosen.includes(suite) : chosen.includes(other))));
  return (
    <main className="bench">
      <header>
        <h1>Benchmark</h1>
        <p>
          How fast this browser trains on the adapter at hand, and what network deconvolution costs. It runs
          on this machine alone, and nothing is sent anywhere. <a href="#">Back to the lab</a>
        </p>
      </header>
      <form
        className="bench-form"
        onSubmit={(event) => {
          event.preventDefault();
          benchmark.start(chosen, quick);
        }}
      >
        <fieldset disabled={isRunning}>
          <legend>What to measure</legend>
          {suites.map((suite) => (
            <label key={suite}>
              <input type="checkbox" checked={chosen.includes(suite)} onChange={() => toggle(suite)} />
              {labels[suite]}
            </label>
          ))}
          <label>
            <input type="checkbox" checked={quick} onChange={() => setQuick(!quick)} />
            Quick: fewer samples, and only the shorter workloads where there is no GPU
          </label>
        </fieldset>
        <div className="bench-actions">
          {isRunning ? (
            <button
              type="button"
              className="plain-button"
              onClick={() => benchmark.cancel()}
              disabled={status === 'cancelling'}
            >
              Cancel
            </button>
          ) : (
            <button type="submit" className="plain-button bench-start" disabled={chosen.length === 0}>
              Measure
            </button>
          )}
          {report && <CopyButton text={JSON.stringify(report, null, 2)} />}
          <p role="status" className={status === 'failed' ? 'bench-failure' : 'caption'}>
            {describe(benchmark)}
          </p>
        </div>
      </form>
      {report && (
        <>
          <p>
            {adapterName(report)}, {new Date(report.date).toLocaleString()}, {report.seconds.toFixed(0)} s
          </p>
          {report.notes.map((note) => (
            <p key={note} className="bench-note">
              {note}
            </p>
          ))}
          {tablesOf(report).map((table) => (
            <ResultTable key={table.title} table={table} />
          ))}
        </>
      )}
    </main>
  );
}

function describe({ status, text }: Benchmark): string {
  switch (status) {
    case 'idle':
      return 'Close other programs first: they take time from what is measured.';
    case 'running':
      return `Measuring: ${text} …`;
    case 'cancelling':
      return 'Cancelling after the sample under way …';
    case 'done':
      return 'Done.';
    case 'cancelled':
      return 'Cancelled. What was measured until then is shown.';
    case 'failed':
      return text;
  }
}

function CopyButton({ text }: { text: string }): ReactNode {
  const [label, setLabel] = useState('Copy as JSON');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setLabel('Copied'),
      () => setLabel('The browser does not allow copying'),
    );
  return (
    <button
      type="button"
      className="plain-button"
      onClick={() => void copy()}
      onBlur={() => setLabel('Copy as JSON')}
    >
      {label}
    </button>
  );
}
