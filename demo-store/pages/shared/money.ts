const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** Whole cents as a price: 6400 -> "€64.00". */
export const money = (cents: number): string => euros.format(cents / 100);
