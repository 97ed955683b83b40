import type { Address, Visitor } from './visitor.ts';

export type FieldErrors = Partial<Record<keyof Address, string>>;

const RULES: Record<keyof Address, { readonly pattern: RegExp; readonly message: string }> = {
  name: { pattern: /^.{2,80}$/, message: 'Enter the name on the parcel.' },
  email: {
    pattern: /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/,
    message: 'Enter an e-mail address, like sage@example.com.',
  },
  street: { pattern: /^(?=.*\d).{4,120}$/, message: 'Enter the street and the house number.' },
  postcode: { pattern: /^[A-Za-z0-9][A-Za-z0-9 -]{2,9}$/, message: 'Enter the postcode, like 1012 AB.' },
  city: { pattern: /^.{2,60}$/, message: 'Enter the town or city.' },
  country: { pattern: /^(NL|BE|DE|FR|IE)$/, message: 'Choose a country that we send to.' },
  phone: { pattern: /^(\+?[0-9 ()-]{6,20})?$/, message: 'Enter a phone number, or leave it empty.' },
};
export const ADDRESS_FIELDS = Object.keys(RULES) as (keyof Address)[];

/** What the `reject` switch finds wrong, one round after the other: the kind of rule that shoppers leave over. */
const REJECTIONS: readonly FieldErrors[] = [
  {
    postcode: 'This postcode does not match the street. Check both.',
    phone: 'Our courier needs a phone number with +country code.',
  },
  { phone: 'Our courier could not read this number. Write it like +31 20 123 4567.' },
];

/** Checks an address as the shop's server does; with the `reject` switch on it refuses twice before it is content. */
export const checkAddress = (visitor: Visitor, address: Address): FieldErrors => {
  const errors: FieldErrors = {};
  for (const field of ADDRESS_FIELDS) {
    if (!RULES[field].pattern.test(address[field].trim())) errors[field] = RULES[field].message;
  }
  if (Object.keys(errors).length > 0) return errors;
  const rejection = visitor.trouble.has('reject') ? REJECTIONS[visitor.rejections] : undefined;
  if (rejection === undefined) return {};
  visitor.rejections += 1;
  return rejection;
};
