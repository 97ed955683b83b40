/** The element marked data-part=`name` under `root`, or null. */
export const part = <E extends HTMLElement = HTMLElement>(
  name: string,
  root: ParentNode = document,
): E | null => root.querySelector<E>(`[data-part="${name}"]`);

export type Child = Node | string | null | false;
type Props = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

/** Makes an element: functions become listeners, `true` an empty attribute, text stays text. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== false) element.append(child);
  return element;
};
