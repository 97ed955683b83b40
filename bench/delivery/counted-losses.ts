/** `session.page.number` */
const numberOf = (id: string): number => Number(id.split('.').at(-1));
const pageOf = (id: string): string => id.slice(0, id.lastIndexOf('.'));

/** Lost lines that what did arrive tells of: a later line of the same page has a higher number, so the gap is seen. */
export const countedLosses = (lost: readonly string[], arrived: Iterable<string>): number => {
  const highest = new Map<string, number>();
  for (const id of arrived) highest.set(pageOf(id), Math.max(highest.get(pageOf(id)) ?? 0, numberOf(id)));
  return lost.filter((id) => numberOf(id) < (highest.get(pageOf(id)) ?? 0)).length;
};
