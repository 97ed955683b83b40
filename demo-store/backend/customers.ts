/** Someone with an account. `subject` is the shop's keyed hash of the person: the only name that leaves the shop. */
export type Customer = {
  readonly id: string;
  readonly subject: string;
  readonly label: string;
  /** one line of what the shop's own history says */
  readonly history: string;
};

/** Herbs for names: nobody real shops here. */
const HERBS = [
  'Sorrel',
  'Thyme',
  'Lovage',
  'Chervil',
  'Savory',
  'Tarragon',
  'Borage',
  'Hyssop',
  'Dill',
  'Marjoram',
  'Caraway',
  'Rue',
  'Tansy',
  'Bay',
  'Mint',
  'Angelica',
  'Sage',
  'Comfrey',
  'Cress',
  'Oregano',
  'Anise',
  'Nigella',
  'Sumac',
  'Clove',
  'Juniper',
  'Mace',
  'Cumin',
  'Woodruff',
  'Yarrow',
  'Burnet',
  'Purslane',
  'Fenugreek',
  'Ginger',
  'Saffron',
  'Cicely',
  'Mustard',
] as const; // prettier-ignore

export const MAX_CUSTOMERS = HERBS.length;

/** Names the customers of the demo, in order. Throws RangeError when there are more than there are herbs. */
export const nameCustomers = (people: readonly { subject: string; history: string }[]): Customer[] => {
  if (people.length > HERBS.length)
    throw new RangeError(`got ${people.length} customers, at most ${HERBS.length}`);
  return people.map(({ subject, history }, k) => {
    const label = HERBS[k] as string;
    return { id: label.toLowerCase(), subject, label, history };
  });
};
