import type { Lab } from './context.ts';
import { keyAction } from './keys.ts';
import { askForSlowStep } from './slowMotion.ts';
import { insideTabs } from './store/view.ts';

/** Ties the keys of the page to what they do. */
export function followKeys(lab: Pick<Lab, 'controller' | 'view' | 'curves' | 'run'>): void {
  const { controller, view, curves } = lab;
  addEventListener('keydown', (event) => {
    // A tab or a menu has used it.
    if (event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    const action = keyAction(event, target);
    if (action === null) return;
    const { isPresenting, focusedLane } = view.getState();
    switch (action) {
      case 'help':
        view.setState({ isHelpOpen: true });
        break;
      case 'present':
        view.setState({ isPresenting: !isPresenting });
        break;
      case 'leave':
        if (!isPresenting) return;
        view.setState({ isPresenting: false });
        break;
      case 'slowStep':
        askForSlowStep(lab);
        break;
      case 'togglePlay':
      case 'step':
      case 'reset':
        controller[action]();
        break;
      default: {
        const index = action.digit - 1;
        const tab = insideTabs[index];
        if (isPresenting && tab) view.setState({ insideTab: tab });
        else if (!isPresenting && index < curves.lanes.length)
          view.setState({ focusedLane: focusedLane === index ? null : index });
        else return;
      }
    }
    event.preventDefault();
  });
}
