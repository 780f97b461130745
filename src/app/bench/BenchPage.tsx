import { useState, type ReactNode } from 'react';
import { adapterName, broadcastsLine, tablesOf } from '../../bench/format.ts';
import { suites, type Suite } from '../../bench/suites.ts';
import { SidePage } from '../components/SidePage.tsx';
import { ResultTable } from '../components/ResultTable.tsx';
import { benchStrings as text } from '../benchStrings.ts';
import { useBenchmark, type Benchmark } from './useBenchmark.ts';
import './BenchPage.css';

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
    <SidePage title={text.title} about={text.purpose}>
      <form
        className="bench-form"
        onSubmit={(event) => {
          event.preventDefault();
          benchmark.start(chosen, quick);
        }}
      >
        <fieldset disabled={isRunning}>
          <legend>{text.what}</legend>
          {suites.map((suite) => (
            <label key={suite}>
              <input type="checkbox" checked={chosen.includes(suite)} onChange={() => toggle(suite)} />
              {text.suites[suite]}
            </label>
          ))}
          <label>
            <input type="checkbox" checked={quick} onChange={() => setQuick(!quick)} />
            {text.quick}
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
              {text.cancel}
            </button>
          ) : (
            <button type="submit" className="plain-button bench-start" disabled={chosen.length === 0}>
              {text.measure}
            </button>
          )}
          {report && <CopyButton json={JSON.stringify(report, null, 2)} />}
          <p role="status" className={status === 'failed' ? 'bench-failure' : 'caption'}>
            {describe(benchmark)}
          </p>
        </div>
      </form>
      {report && (
        <>
          <p>
            {adapterName(report)}, {broadcastsLine(report)}, {new Date(report.date).toLocaleString()},{' '}
            {report.seconds.toFixed(0)} s
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
    </SidePage>
  );
}

function describe({ status, text: detail }: Benchmark): string {
  if (status === 'running') return text.running(detail);
  return status === 'failed' ? detail : text[status];
}

function CopyButton({ json }: { json: string }): ReactNode {
  const [label, setLabel] = useState<string>(text.copy);
  const copy = () =>
    navigator.clipboard.writeText(json).then(
      () => setLabel(text.copied),
      () => setLabel(text.notCopied),
    );
  return (
    <button
      type="button"
      className="plain-button"
      onClick={() => void copy()}
      onBlur={() => setLabel(text.copy)}
    >
      {label}
    </button>
  );
}
