import { Fault } from './fault.ts';

/**
 * A check takes an unknown value and where it stands; it returns the value, typed, or throws a
 * `bad-field` Fault that says what was got and what is allowed. Objects are exact: an unknown key is refused.
 */
export type Check<T> = (value: unknown, at: string) => T;
export type Checked<C> = C extends Check<infer T> ? T : never;

const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text === undefined ? typeof value : text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/**
 * The same check without the building of paths, which costs more than the checking: what is refused is checked again, with
 * its path. `at` is the empty text in the first pass, and stays so all the way down.
 */
export const pathless =
  <T>(check: Check<T>): Check<T> =>
  (value, at) => {
    try {
      return check(value, '');
    } catch {
      return check(value, at);
    }
  };

export const refuse = (at: string, got: unknown, allowed: string): never => {
  throw new Fault('bad-field', at, `got ${show(got)}, allowed is ${allowed}`);
};

export const number =
  (min: number, max: number): Check<number> =>
  (value, at) =>
    typeof value === 'number' && value >= min && value <= max
      ? value
      : refuse(at, value, `a number from ${min} to ${max}`);

export const integer =
  (min: number, max: number): Check<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : refuse(at, value, `a whole number from ${min} to ${max}`);

export const boolean: Check<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : refuse(at, value, 'true or false');

export const text =
  (maxLength: number, pattern?: RegExp, minLength = 1): Check<string> =>
  (value, at) =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern === undefined || pattern.test(value))
      ? value
      : refuse(
          at,
          value,
          `a text of ${minLength} to ${maxLength} characters${pattern ? ` like ${pattern.source}` : ''}`,
        );

export const oneOf =
  <const V extends readonly string[]>(values: V): Check<V[number]> =>
  (value, at) =>
    typeof value === 'string' && values.includes(value)
      ? value
      : refuse(at, value, `one of ${values.join(', ')}`);

export const literal =
  <const V extends string | number | boolean | null>(wanted: V): Check<V> =>
  (value, at) =>
    value === wanted ? wanted : refuse(at, value, JSON.stringify(wanted));

export const array =
  <T>(item: Check<T>, maxLength: number, minLength = 0): Check<T[]> =>
  (value, at) =>
    Array.isArray(value) && value.length >= minLength && value.length <= maxLength
      ? value.map((entry, k) => item(entry, at && `${at}[${k}]`))
      : refuse(at, value, `a list of ${minLength} to ${maxLength}`);

export const record =
  <T>(key: Check<string>, item: Check<T>, maxKeys: number): Check<Record<string, T>> =>
  (value, at) => {
    if (!isObject(value) || Object.keys(value).length > maxKeys) {
      return refuse(at, value, `an object of at most ${maxKeys} keys`);
    }
    const out: Record<string, T> = {};
    for (const [k, v] of Object.entries(value)) out[key(k, at)] = item(v, at && `${at}.${k}`);
    return out;
  };

export const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value, at) =>
    value === null ? null : check(value, at);

/** Marks a key of `object` that may be absent; an absent key stays absent. */
export type Optional<T> = Check<T | undefined> & { readonly optional: true };
export const optional = <T>(check: Check<T>): Optional<T> =>
  Object.assign((value: unknown, at: string) => (value === undefined ? undefined : check(value, at)), {
    optional: true as const,
  });

type Shape = Record<string, Check<unknown>>;
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends { optional: true } ? K : never }[keyof S];
export type Shaped<S extends Shape> = {
  [K in Exclude<keyof S, OptionalKeys<S>>]: Checked<S[K]>;
} & { [K in OptionalKeys<S>]?: Exclude<Checked<S[K]>, undefined> };

export const object = <S extends Shape>(shape: S): Check<Shaped<S>> => {
  let entries: [string, Check<unknown>][] | undefined;
  return (value, at) => {
    if (!isObject(value)) return refuse(at, value, `an object with ${Object.keys(shape).join(', ')}`);
    entries ??= Object.entries(shape);
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(shape, key))
        refuse(`${at}.${key}`, value[key], `only ${Object.keys(shape).join(', ')}`);
    }
    const out: Record<string, unknown> = {};
    for (const [key, check] of entries) {
      const checked = check(value[key], at && `${at}.${key}`);
      if (checked !== undefined) out[key] = checked;
    }
    return out as Shaped<S>;
  };
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
