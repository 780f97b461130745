import { useId, type ReactNode, type Ref } from 'react';
import './Panel.css';

interface PanelProps {
  /** Heading, and the accessible name of the region. */
  readonly title: string;
  /** Buttons and lists at the right of the heading. */
  readonly tools?: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A titled region of the page. */
export function Panel({ title, tools, className = '', ref, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section ref={ref} className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-header">
        <h2 id={id}>{title}</h2>
        {tools}
      </header>
      {children}
    </section>
  );
}

/** What a panel shows before there is something to show: what will appear, and how. */
export function Empty({ children }: { children: ReactNode }): ReactNode {
  return <p className="panel-empty">{children}</p>;
}
