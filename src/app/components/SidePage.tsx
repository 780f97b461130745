import type { ReactNode } from 'react';
import { strings } from '../strings.ts';
import './SidePage.css';

interface SidePageProps {
  readonly title: string;
  /** What it is for, in some sentences. */
  readonly about: string;
  readonly children: ReactNode;
}

/** A page beside the lab, with the way back to it. */
export function SidePage({ title, about, children }: SidePageProps): ReactNode {
  return (
    <main className="side-page">
      <header>
        <h1>{title}</h1>
        <p>
          {about} <a href="#">{strings.sidePage.back}</a>
        </p>
      </header>
      {children}
    </main>
  );
}
