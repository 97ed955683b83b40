import { Command, InvalidArgumentError, Option } from 'commander';

/** What every verb takes. */
export type CommonOptions = { readonly dir: string; readonly json?: string; readonly seed: number };

const refuse = (got: string, allowed: string): never => {
  throw new InvalidArgumentError(`got ${got}, allowed is ${allowed}.`);
};

export const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const x = Number(text);
    if (text.trim() === '' || !Number.isInteger(x) || x < low || x > high) {
      return refuse(text, `a whole number from ${low} to ${high}`);
    }
    return x;
  };

export const share = (text: string): number => {
  const x = Number(text);
  return text.trim() !== '' && x >= 0 && x <= 1 ? x : refuse(text, 'a number from 0 to 1');
};

/** A moment: milliseconds since 1970, or an ISO date. */
export const moment = (text: string): number => {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : refuse(text, 'milliseconds since 1970 or a date like 2026-11-22');
};

/** Names with commas between; one that holds a comma stands in double quotes, in which "" is a quote: `x,"a, b"`. */
export const names = (text: string): string[] => {
  const allowed = 'names with commas between, in double quotes where a name holds one';
  const next = /\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(,|$)/y;
  const list: string[] = [];
  for (let end = ','; end === ','; ) {
    const [, quoted, plain = '', mark = ''] = next.exec(text) ?? refuse(text, allowed);
    list.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    end = mark;
  }
  return list.some((name) => name.trim() === '') ? refuse(text, allowed) : list;
};

/** A number above or at 0. */
export const positive = (text: string): number => {
  const x = Number(text);
  return text.trim() !== '' && Number.isFinite(x) && x >= 0 ? x : refuse(text, 'a number from 0 on');
};

/** Numbers with commas between; `inf` is infinity. */
export const numbers = (text: string): number[] =>
  text.split(',').map((part) => {
    const x = /^\s*inf(inity)?\s*$/i.test(part) ? Infinity : Number(part);
    return part.trim() === '' || Number.isNaN(x) ? (refuse(text, 'numbers with commas between') as never) : x;
  });

/** A verb with the options that all have. */
export const verb = (name: string, summary: string): Command =>
  new Command(name)
    .description(summary)
    .showHelpAfterError(`(causeway ${name} --help tells how it is used)`)
    .addOption(new Option('--dir <folder>', 'where artefacts are read and written').default('causeway-study'))
    .addOption(
      new Option('--seed <n>', 'seed of all chance').default(1).argParser(wholeNumber(0, 2 ** 31 - 1)),
    )
    .addOption(new Option('--json <file>', 'write the result as JSON ("-" is standard output)'));
