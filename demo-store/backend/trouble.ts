/** The switches of the demo that make a visit hard. `edge-down` holds for everyone, the others for one visitor. */
export const TROUBLES = ['slow', 'reject', 'payment', 'edge-down'] as const;
export type Trouble = (typeof TROUBLES)[number];

export const isTrouble = (value: string): value is Trouble => (TROUBLES as readonly string[]).includes(value);

/** How long a slow answer takes. */
export const SLOW_MS = 1800;

/** `slow,reject` as a set; unknown words are left out. */
export const parseTrouble = (text: string): Set<Trouble> => new Set(text.split(',').filter(isTrouble));
