const SLUG = /^[a-z0-9:_-]{1,40}$/;

const fieldRole = (element: Element): string => {
  const type = (element.getAttribute('type') ?? 'text').toLowerCase();
  if (type === 'submit' || type === 'button' || type === 'image' || type === 'reset') return type;
  const part = element.getAttribute('autocomplete')?.trim().split(/\s+/).at(-1)?.toLowerCase();
  const named = part !== undefined && part !== 'on' && part !== 'off' && SLUG.test(`field:${part}`);
  return `field:${named ? part : type}`;
};

const bareRole = (element: Element): string => {
  const tag = element.localName;
  if (tag === 'input') return fieldRole(element);
  if (tag === 'select' || tag === 'textarea') return `field:${tag}`;
  if (tag === 'button') return element.getAttribute('type') === 'submit' ? 'submit' : 'button';
  if (tag === 'a') return 'link';
  return element.getAttribute('role') ?? tag;
};

/**
 * A stable name of an element's part in the page: the shop's own `data-causeway-role`, else the tag with its type or standard
 * autocomplete part. Never text, a label, a value, an id or a class, which may name people.
 */
export const roleOf = (element: Element): string => {
  const named = element.closest('[data-causeway-role]')?.getAttribute('data-causeway-role');
  if (named !== null && named !== undefined && SLUG.test(named)) return named;
  const role = bareRole(element).toLowerCase();
  return SLUG.test(role) ? role : 'other';
};
