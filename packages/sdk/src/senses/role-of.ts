import { FIELD, PRESSED } from './controls.ts';
import { fits } from './elements.ts';

const SLUG = /^[a-z0-9:_-]{1,40}$/;

/**
 * A stable name of an element's part in the page: the shop's own `data-causeway-role`, else a field's standard autocomplete part or
 * type, the ARIA role, or the tag. Never text, a label, a value, an id or a class, which may name people.
 */
export const roleOf = (element: Element): string => {
  const read = (name: string) => element.getAttribute(name)?.toLowerCase() ?? '';
  const tag = element.localName;
  const type = read('type');
  const part = read('autocomplete').trim().split(/\s+/).at(-1);
  return (
    [
      element.closest('[data-causeway-role]')?.getAttribute('data-causeway-role') ?? '',
      ...(fits(element, FIELD)
        ? [
            /^(on|off)?$/.test(`${part}`) ? '' : `field:${part}`,
            `field:${type || (tag === 'input' ? 'text' : tag)}`,
            'other',
          ]
        : []),
      read('role'),
      fits(element, PRESSED) ? type : '',
      tag === 'a' ? 'link' : tag,
    ].find((role) => SLUG.test(role)) ?? 'other'
  );
};
