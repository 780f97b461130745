import { Component, type ReactNode } from 'react';
import { strings } from '../strings.ts';

interface Props {
  /** What is inside, for the sentence. */
  readonly title: string;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Keeps a failure inside one part of the page: the rest goes on, and the part can be tried again. */
export class Guard extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { title, children } = this.props;
    if (!error) return children;
    return (
      <section className="panel" aria-label={title}>
        <p>{strings.guard.failed(title, error.message)}</p>
        <button type="button" className="plain-button" onClick={() => this.setState({ error: null })}>
          {strings.guard.again}
        </button>
      </section>
    );
  }
}
