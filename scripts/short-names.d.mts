export const ROWS: readonly (readonly string[])[];
export const SHORT_NAMES: Readonly<Record<string, string>>;
export const shortNames: () => { readonly mangle: object; readonly nameCache: object };
