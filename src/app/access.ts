import { useView } from './context.ts';

export interface Access {
  readonly isHidden: boolean;
  readonly isLocked: boolean;
}

/** What a link with `hide=` or `lock=` says of a part or setting. */
export function useAccess(name: string): Access {
  const isHidden = useView(({ link }) => link.hide.includes(name));
  const isLocked = useView(({ link }) => link.lock.includes(name));
  return { isHidden, isLocked };
}
