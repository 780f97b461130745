import { useView } from './context.ts';

/** Whether a link with `hide=` takes a part or setting away. What `lock=` keeps is known to the form, which holds it. */
export function useIsHidden(name: string): boolean {
  return useView(({ link }) => link.hide.includes(name));
}
