import { createElement, type ElementType, type ReactNode } from 'react';

interface Props {
  as?: ElementType;
  children?: ReactNode;
  allowPinchZoom?: boolean;
  shards?: unknown;
}

/** What is around an open dialog or menu. The page behind may scroll on: stopping that takes inline style sheets, which the page's policy refuses. */
export function RemoveScroll({ as = 'div', allowPinchZoom: _, shards: __, ...rest }: Props) {
  return createElement(as, rest);
}
