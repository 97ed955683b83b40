import type { Address } from '../../backend/visitor.ts';

/** One field of the address form. `example` is what form-help shows beside it. */
export type FieldSpec = {
  readonly name: keyof Address;
  readonly label: string;
  readonly optional?: boolean;
  readonly type: string;
  readonly autocomplete: AutoFill;
  readonly inputmode?: 'numeric' | 'tel' | 'email' | 'text';
  readonly width: string;
  readonly example: string;
};

export const ADDRESS_FORM: readonly FieldSpec[] = [
  {
    name: 'name',
    label: 'Full name',
    type: 'text',
    autocomplete: 'name',
    width: '',
    example: 'As on the letter box: Sage Thistle',
  },
  {
    name: 'email',
    label: 'E-mail',
    type: 'email',
    autocomplete: 'email',
    inputmode: 'email',
    width: '',
    example: 'For the receipt: sage@example.com',
  },
  {
    name: 'street',
    label: 'Street and number',
    type: 'text',
    autocomplete: 'street-address',
    width: '',
    example: 'Street first, then the number: Herb Lane 7',
  },
  {
    name: 'postcode',
    label: 'Postcode',
    type: 'text',
    autocomplete: 'postal-code',
    width: 'third',
    example: 'With or without the space: 1012 AB',
  },
  {
    name: 'city',
    label: 'Town or city',
    type: 'text',
    autocomplete: 'address-level2',
    width: 'two',
    example: 'Amsterdam',
  },
  {
    name: 'country',
    label: 'Country',
    type: 'select',
    autocomplete: 'country',
    width: 'half',
    example: 'We send to five countries',
  },
  {
    name: 'phone',
    label: 'Phone',
    optional: true,
    type: 'tel',
    autocomplete: 'tel',
    inputmode: 'tel',
    width: 'half',
    example: 'With +country code: +31 20 123 4567',
  },
];

export const COUNTRIES = [
  ['NL', 'Netherlands'],
  ['BE', 'Belgium'],
  ['DE', 'Germany'],
  ['FR', 'France'],
  ['IE', 'Ireland'],
] as const;

/** A whole address nobody lives at: what "Fill in an example" writes. */
export const EXAMPLE_ADDRESS: Address = {
  name: 'Sage Thistle',
  email: 'sage@example.com',
  street: 'Herb Lane 7',
  postcode: '1012 AB',
  city: 'Amsterdam',
  country: 'NL',
  phone: '+31 20 123 4567',
};

/** The card's fields, with what form-help shows beside each. */
export const CARD_FORM = [
  {
    name: 'number',
    label: 'Card number',
    width: '',
    autocomplete: 'cc-number',
    most: 23,
    placeholder: '0000 0000 0000 0000',
    example: 'The long number on the front, with or without spaces',
  },
  {
    name: 'expiry',
    label: 'Expiry',
    width: 'half keep',
    autocomplete: 'cc-exp',
    most: 7,
    placeholder: 'MM / YY',
    example: 'Month, then year: 12 / 30',
  },
  {
    name: 'code',
    label: 'Security code',
    width: 'half keep',
    autocomplete: 'cc-csc',
    most: 4,
    placeholder: '',
    example: 'Three digits on the back',
  },
] as const;
