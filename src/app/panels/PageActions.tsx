import { CircleHelp, Link, Presentation } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ActionButton } from '../components/ActionButton.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { useIsHidden } from '../access.ts';
import { useLab, useView } from '../context.ts';
import { strings } from '../strings.ts';

const text = strings.pageActions;

/** Share, Present, Help. */
export function PageActions(): ReactNode {
  const { view } = useLab();
  const isPresenting = useView((state) => state.isPresenting);
  const hasShare = !useIsHidden('share');
  const [shared, setShared] = useState<'copied' | 'shown' | null>(null);
  const share = () =>
    navigator.clipboard.writeText(location.href).then(
      () => {
        setShared('copied');
        setTimeout(() => setShared(null), 2500);
      },
      () => setShared('shown'),
    );
  return (
    <div className="page-actions">
      {hasShare && (
        <ActionButton icon={Link} label={text.share} title={text.shareHelp} onPress={() => void share()} />
      )}
      <ActionButton
        icon={Presentation}
        label={text.present}
        title={text.presentHelp}
        isPressed={isPresenting}
        onPress={() => view.setState({ isPresenting: !isPresenting })}
      />
      <ActionButton
        icon={CircleHelp}
        label={text.help}
        title={text.helpHelp}
        onPress={() => view.setState({ isHelpOpen: true })}
      />
      <span className="share-note" role="status">
        {shared === 'copied' && <span>{text.copied}</span>}
      </span>
      {shared === 'shown' && (
        <Dialog title={text.share} onClose={() => setShared(null)}>
          <p>{text.copyYourself}</p>
          <input
            className="share-address"
            readOnly
            aria-label={text.address}
            value={location.href}
            onFocus={(event) => event.target.select()}
          />
        </Dialog>
      )}
    </div>
  );
}
