/** HTML that is safe to send. */
export type Html = { readonly html: string };

const escape = (value: string): string => value.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const one = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(one).join('');
  if (typeof value === 'object' && value !== null && 'html' in value) return (value as Html).html;
  return value === null || value === undefined || value === false ? '' : escape(String(value));
};

/** A template whose values are escaped, save those that are themselves Html. */
export const html = (parts: TemplateStringsArray, ...values: unknown[]): Html => ({
  html: parts.reduce((text, part, k) => text + one(values[k - 1]) + part),
});

export const raw = (text: string): Html => ({ html: text });
