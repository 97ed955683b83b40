/** The path of a request's address, as the runtime writes it: whole, with its origin. Parsing it would cost ten times as much. */
export const pathOf = (url: string): string => {
  const from = url.indexOf('/', url.indexOf('://') + 3);
  const query = url.indexOf('?', from);
  return query < 0 ? url.slice(from) : url.slice(from, query);
};
