/** A node itself, or the element that it is in. */
export const elementOf = (node: Node): Element | null =>
  node.nodeType === 1 ? (node as Element) : node.parentElement;

export const fits = (node: Node | null | undefined, selector: string): boolean =>
  (node as Element | null | undefined)?.matches?.(selector) === true;

/** Whether it can be seen where it is, as far as the browser tells. */
export const isShown = (element: Element): boolean =>
  element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true;

export const isIn = (element: Element | null | undefined, selector: string): boolean =>
  element?.closest(selector) != null;

/** Parts of the page that a change may have put in view: what was added, else what it happened to. */
export const shownBy = ({ type, target, attributeName, addedNodes }: MutationRecord): Node[] =>
  type === 'attributes' && !/^(class|style|hidden)$/.test(`${attributeName}`)
    ? []
    : addedNodes[0]
      ? [...addedNodes]
      : [target];

/** An element and those that it is in, so many in all. */
export const around = (element: Element | null, levels: number): Element[] =>
  element && levels ? [element, ...around(element.parentElement, levels - 1)] : [];

/** The first element of a kind that a changed node is, is in (so many levels up), or holds. */
export const partAround = (
  node: Node,
  levels: number,
  is: (element: Element) => unknown,
  within: string,
): Element | undefined => {
  const element = elementOf(node);
  return [...around(element, levels), ...[...(element?.querySelectorAll(within) ?? [])].slice(0, 50)].find(
    is,
  );
};
