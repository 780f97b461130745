import { useEffect, useRef, useState } from 'react';
import type { BenchmarkReport } from '../../bench/report.ts';
import type { Suite } from '../../bench/suites.ts';
import { createBenchClient, type BenchClient } from '../../worker/benchClient.ts';
import type { BenchEvent } from '../../worker/benchProtocol.ts';

export interface Benchmark {
  readonly status: 'idle' | 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed';
  /** What is going on, or what went wrong. */
  readonly text: string;
  readonly report: BenchmarkReport | null;
  start(suites: readonly Suite[], quick: boolean): void;
  cancel(): void;
}

type State = Pick<Benchmark, 'status' | 'text' | 'report'>;

/** A benchmark that runs in a worker of its own, one at a time. */
export function useBenchmark(): Benchmark {
  const [state, setState] = useState<State>({ status: 'idle', text: '', report: null });
  const client = useRef<BenchClient | null>(null);
  useEffect(() => () => client.current?.terminate(), []);
  const end = () => {
    client.current?.terminate();
    client.current = null;
  };
  const follow = (event: BenchEvent) => {
    if (event.type !== 'progress' && event.type !== 'report') end();
    setState((before) => after(before, event));
  };
  return {
    ...state,
    start(suites, quick) {
      end();
      setState({ status: 'running', text: 'starting', report: null });
      client.current = createBenchClient(follow);
      client.current.send({ type: 'run', suites, quick, runtime: navigator.userAgent });
    },
    cancel() {
      client.current?.send({ type: 'cancel' });
      setState((before) => ({ ...before, status: 'cancelling' }));
    },
  };
}

function after(before: State, event: BenchEvent): State {
  switch (event.type) {
    case 'progress':
      return { ...before, text: event.text };
    case 'report':
      return { ...before, report: event.report };
    case 'failed':
      return { ...before, status: 'failed', text: event.message };
    case 'done':
    case 'cancelled':
      return { ...before, status: event.type, text: '' };
  }
}
