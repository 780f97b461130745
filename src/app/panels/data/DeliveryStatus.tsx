import type { ReactNode } from 'react';
import type { FileProgress } from '../../../data/delivery/deliver.ts';
import { bytes, grouped } from '../../../util/format.ts';
import { useLab, useRun } from '../../context.ts';
import { strings } from '../../strings.ts';

const text = strings.data;

/** What is on its way: how many images train already, how many bytes have come, what went wrong on the way. */
export function DeliveryStatus(): ReactNode {
  const { controller } = useLab();
  const delivery = useRun((state) => state.delivery);
  const growth = useRun((state) => state.growth);
  const isReady = useRun((state) => state.ready !== null);
  const files = delivery?.files.filter(({ address }) => address !== null) ?? [];
  const isFetching = files.some(({ state }) => state !== 'whole' && state !== 'failed');
  const isGrowing = isReady && growth !== null && growth.count < growth.total;
  return (
    <>
      {isGrowing && (
        <p className="data-line" role="status" aria-live={growth.fault === null ? 'off' : 'polite'}>
          {(growth.fault === null ? text.growing : text.stuck)(grouped(growth.count), grouped(growth.total))}{' '}
          {growth.fault}{' '}
          {growth.fault !== null && (
            <button type="button" className="link-button" onClick={controller.reload}>
              {strings.notices.tryAgain}
            </button>
          )}
        </p>
      )}
      {isFetching && <FetchBar files={files} onCancel={controller.cancelData} />}
      {delivery && delivery.notices.length > 0 && (
        <ul className="data-notices">
          {delivery.notices.slice(-3).map((notice, i) => (
            <li key={`${i} ${notice}`}>{notice}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function FetchBar({ files, onCancel }: { files: readonly FileProgress[]; onCancel: () => void }): ReactNode {
  const received = files.reduce((sum, file) => sum + file.received, 0);
  const isKnown = files.every(({ total }) => total !== null);
  const total = files.reduce((sum, file) => sum + (file.total ?? 0), 0);
  const hosts = [...new Set(files.map(({ address }) => hostOf(address!)))].join(', ');
  return (
    <div className="data-fetch">
      <span id="data-fetch-text">
        {isKnown ? text.received(bytes(received), bytes(total)) : bytes(received)} · {hosts}
      </span>
      <button type="button" className="link-button" onClick={onCancel}>
        {text.cancel}
      </button>
      <progress
        aria-labelledby="data-fetch-text"
        {...(isKnown && { max: Math.max(1, total), value: received })}
      />
    </div>
  );
}

function hostOf(address: string): string {
  return new URL(address, location.href).host;
}
