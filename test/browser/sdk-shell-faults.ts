// Runs in the page, before anything else: stands between scripts and every function, getter and constructor of the platform.

/** The language's own objects are no browser API: a page in which they throw is no page. */
const LANGUAGE =
  /^(Object|Function|Array|Number|parseFloat|parseInt|Infinity|NaN|undefined|Boolean|String|Symbol|Date|Promise|RegExp|\w*Error|JSON|Math|Intl|\w*Array|\w*ArrayBuffer|DataView|Map|BigInt|Set|WeakMap|WeakSet|WeakRef|FinalizationRegistry|Proxy|Reflect|Atomics|eval|isFinite|isNaN|decodeURI\w*|encodeURI\w*|escape|unescape|globalThis|Iterator|console|WebAssembly|Temporal|DisposableStack|AsyncDisposableStack)$/;

/**
 * Wraps the platform. With `broken` empty it writes down what the script asks for, by name; else that one thing throws, and
 * only when it is `script` that asks. Given to the page as text: it uses nothing from outside itself.
 */
export const watchPlatform = ({
  script,
  broken,
  language,
}: {
  script: string;
  broken: string;
  language: string;
}): void => {
  const skip = new RegExp(language);
  const called = new Set<string>();
  const { Error: OwnError, Object: O, Reflect: R } = globalThis;
  const fromScript = (): boolean => {
    // The frames are this one, `meet`, the wrapper, and then whoever called it.
    const frames = (new OwnError().stack ?? '').split('\n').slice(4, 5);
    return frames.some((frame) => frame.includes(script));
  };
  const meet = (name: string): void => {
    if (broken !== '' && name !== broken) return;
    if (!fromScript()) return;
    if (broken === '') called.add(name);
    else throw new OwnError(`broken on purpose: ${name}`);
  };
  const wrapMember = (owner: object, key: string, name: string): void => {
    const found = O.getOwnPropertyDescriptor(owner, key);
    if (found === undefined || found.configurable !== true) return;
    const { get, set, value } = found;
    if (get !== undefined) {
      const wrapped = {
        get(this: unknown) {
          meet(name);
          return R.apply(get, this ?? globalThis, []);
        },
      };
      O.defineProperty(owner, key, { ...found, get: wrapped.get, ...(set ? { set } : {}) });
      return;
    }
    if (typeof value !== 'function') return;
    const isClass = /^[A-Z]/.test(key);
    O.defineProperty(owner, key, {
      ...found,
      value: new Proxy(value, {
        apply(target, self, args) {
          meet(name);
          return R.apply(target, self, args);
        },
        ...(isClass
          ? {
              construct(target: never, args: unknown[], as: never) {
                meet(`new ${name}`);
                return R.construct(target, args, as);
              },
            }
          : {}),
      }),
    });
  };
  for (const key of O.getOwnPropertyNames(globalThis)) {
    if (skip.test(key)) continue;
    const { value } = O.getOwnPropertyDescriptor(globalThis, key) ?? {};
    const prototype = typeof value === 'function' ? (value as { prototype?: object }).prototype : undefined;
    if (prototype !== undefined && prototype !== null)
      for (const member of O.getOwnPropertyNames(prototype))
        if (member !== 'constructor') wrapMember(prototype, member, `${key}.${member}`);
    if (!['window', 'self', 'document', 'location', 'top', 'causeway'].includes(key))
      wrapMember(globalThis, key, key);
  }
  O.defineProperty(globalThis, 'faults', {
    get: () => ({ called: [...called] }),
  });
};

export const faultScript = (script: string, broken: string): string =>
  `(${watchPlatform.toString()})(${JSON.stringify({ script, broken, language: LANGUAGE.source })})`;
