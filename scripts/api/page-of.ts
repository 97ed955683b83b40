import type { Api, Exported, Member } from './read-entry.ts';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
const code = (text: string): string => `\`${cell(text)}\``;
const anchor = (name: string): string => name.toLowerCase();

const table = (members: readonly Member[]): string =>
  [
    '| | | |',
    '|---|---|---|',
    ...members.map(
      ({ name, type, optional, doc }) =>
        `| \`${name}\`${optional ? ', optional' : ''} | ${code(type)} | ${cell(doc)} |`,
    ),
  ].join('\n');

/** Types that the page itself tells of, by name, and the pages that tell of others, by `room name`. */
type Links = { readonly here: ReadonlySet<string>; readonly elsewhere: ReadonlyMap<string, string> };

const linkTo = (name: string, { here, elsewhere }: Links): string[] => {
  if (here.has(name)) return [`[${name}](#${anchor(name)})`];
  const page = elsewhere.get(`sdk ${name}`) ?? elsewhere.get(`contract ${name}`);
  return page === undefined ? [] : [`[${name}](${page}#${anchor(name)})`];
};

const section = ({ name, kind, signature, doc, members, speaksOf }: Exported, links: Links): string => {
  const shown = kind === 'function' || kind === 'class' || members.length === 0;
  const others = [...new Set(speaksOf)].filter((other) => other !== name);
  const see = others.flatMap((other) => linkTo(other, links));
  return [
    `### ${name}`,
    ...(doc === '' ? [] : [doc]),
    ...(shown ? [`\`\`\`ts\n${signature}\n\`\`\``] : []),
    ...(members.length > 0 ? [table(members)] : []),
    ...(see.length > 0 ? [`See ${see.join(', ')}.`] : []),
  ].join('\n\n');
};

const HEADS = [
  ['function', 'Functions'],
  ['class', 'Classes'],
  ['value', 'Values'],
  ['type', 'Types'],
] as const;

/** The page of one subpath in Markdown: every export by kind, then the types of ours that they speak of and no page tells of. */
export const pageOf = ({ entry, exports, beside }: Api, elsewhere: ReadonlyMap<string, string>): string => {
  const near = beside.filter(({ name, room }) => {
    const page = elsewhere.get(`${room} ${name}`);
    return page === undefined || page === entry.page;
  });
  const links: Links = { here: new Set([...exports, ...near].map(({ name }) => name)), elsewhere };
  const parts = HEADS.flatMap(([kind, head]) => {
    const found = exports.filter((one) => one.kind === kind);
    return found.length === 0 ? [] : [`## ${head}`, ...found.map((one) => section(one, links))];
  });
  const rest = near.map((one) => section(one, links));
  return `${[
    `# ${entry.name}`,
    'Written by `npm run docs` from the sources and their docstrings; not by hand.',
    exports.map(({ name }) => `[${name}](#${anchor(name)})`).join(' · '),
    ...parts,
    ...(rest.length > 0 ? ['## Not exported, spoken of', ...rest] : []),
  ].join('\n\n')}\n`;
};
