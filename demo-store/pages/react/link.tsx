import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { go, hrefOf } from './router.ts';

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { readonly to: string };

/** A real link that stays in this document, unless the reader asks for another tab. */
export const Link = ({ to, ...rest }: LinkProps) => {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return <a href={hrefOf(to)} onClick={follow} {...rest} />;
};
