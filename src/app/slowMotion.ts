import type { Lab } from './context.ts';
import { isPlaying } from './store/run.ts';

/** Has the next step taken, once the networks rest, and shown phase by phase. */
export function askForSlowStep({ run, view, controller }: Pick<Lab, 'run' | 'view' | 'controller'>): void {
  view.setState({ insideTab: 'slowMotion', isSlowStepWanted: true });
  const { replay } = run.getState();
  if (replay?.kind === 'preview') controller.reset();
  else if (isPlaying(run.getState())) controller.pause();
}
