import { Eye, EyeOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useGhosts, useLab } from '../context.ts';
import { lanesTitle } from '../lanes.ts';
import { dropGhost, toggleGhost, type Ghost } from '../store/ghosts.ts';
import { IconButton } from '../components/IconButton.tsx';
import { strings } from '../strings.ts';
import { significant } from '../../util/format.ts';
import './GhostList.css';

const text = strings.ghosts;

/** Earlier runs that stay in the charts, each with its eye. */
export function GhostList(): ReactNode {
  const { ghosts: store } = useLab();
  const ghosts = useGhosts((state) => state.ghosts);
  if (ghosts.length === 0) return null;
  return (
    <ul className="ghosts" aria-label={text.title}>
      {ghosts.map((ghost) => (
        <li key={ghost.id} data-visible={ghost.isVisible}>
          <b>{ghost.id}</b>
          <span className="ghost-title" title={describe(ghost)}>
            {describe(ghost)}
          </span>
          <IconButton
            icon={ghost.isVisible ? Eye : EyeOff}
            label={text.show(ghost.id)}
            aria-pressed={ghost.isVisible}
            onClick={() => toggleGhost(store, ghost.id)}
          />
          <IconButton icon={X} label={text.drop(ghost.id)} onClick={() => dropGhost(store, ghost.id)} />
        </li>
      ))}
    </ul>
  );
}

/** `A batch norm, B deconvolution · rate 0.1 · 120 steps` */
function describe({ config, lanes }: Ghost): string {
  const steps = Math.max(...lanes.map(({ losses }) => losses.length));
  return text.of(lanesTitle(config.lanes), significant(config.learningRate), steps);
}
