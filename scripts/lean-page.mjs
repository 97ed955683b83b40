import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What a page need not carry. Three rules for the browser's bundles alone; the edge, the offline half and the tests run the
 * whole text. test/sdk/lean-page.test.ts holds that none changes what is accepted.
 *
 * 1. Sentences: a Fault in a page is a code that is counted, and no one reads its sentence there. The third argument of
 *    `refuse(at, got, allowed)` and the message of `new Fault(code, at, message)` or of a RangeError go, and so do the paths that are built
 *    for them, which are texts that begin with `${at}`.
 * 2. A twin that the platform makes short: the contract's text codecs, which need no platform, for sdk/platform/bytes.ts.
 * 3. The contract is pure: what its modules compute at load and no one uses can go.
 * 4. Thresholds: a reading of THRESHOLDS.x becomes the number that stands in sdk/senses/thresholds.ts.
 */

const OURS = /\/packages\/(contract|sdk)\/src\//;
const CONTRACT = /\/packages\/contract\/src\//;
const BYTES = /\/packages\/contract\/src\/maths\/bytes\.ts$/;
const platform = (name) => fileURLToPath(new URL(`../packages/sdk/src/platform/${name}.ts`, import.meta.url));

const thresholds = () => {
  const file = fileURLToPath(new URL('../packages/sdk/src/senses/thresholds.ts', import.meta.url));
  const rows = readFileSync(file, 'utf8').matchAll(/^ {2}(\w+): ([\d_./ ]+),$/gm);
  return Object.fromEntries([...rows].map(([, name, value]) => [name, `(${value})`]));
};

/** The text of a module with each reading of a threshold as its number. A name that is not in the table stays as it is. */
export const withNumbers = (code, numbers) =>
  code.replace(/\bTHRESHOLDS\.(\w+)\b/g, (text, name) => numbers[name] ?? text);

const isPath = ({ type, quasis, expressions }) =>
  type === 'TemplateLiteral' && quasis[0].value.raw === '' && expressions[0].name === 'at';

/** What takes the place of a node's text: [start, end, text], or nothing. */
const cutsOf = (node) => {
  const { type, callee, arguments: args = [] } = node;
  if (type === 'CallExpression' && callee.name === 'refuse' && args.length === 3)
    return [[args[0].end, args[2].end, '']];
  if (type === 'NewExpression' && callee.name === 'Fault' && args.length > 2)
    return [[args[1].end, args.at(-1).end, '']];
  if (type === 'NewExpression' && callee.name === 'RangeError' && args.length > 0)
    return [[args[0].start, args.at(-1).end, '']];
  return isPath(node) ? [[node.start, node.end, 'at']] : [];
};

const walk = (node, see) => {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.type === 'string' && see(node)) return;
  for (const value of Object.values(node)) walk(value, see);
};

const edited = (code, cuts) => {
  let out = code;
  for (const [start, end, text] of cuts.sort((a, b) => b[0] - a[0]))
    out = out.slice(0, start) + text + out.slice(end);
  return out;
};

/** The text of a module without the sentences of its refusals. */
export const withoutSentences = (code, parse) => {
  const cuts = [];
  walk(parse(code), (node) => {
    const found = cutsOf(node);
    cuts.push(...found);
    return found.length > 0;
  });
  return edited(code, cuts);
};

const CALLS = ['CallExpression', 'NewExpression'];
const FUNCTIONS = ['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'];

/** The text of a module of the contract, with each call that runs at its load marked as pure. */
export const withPureLoad = (code, parse) => {
  const cuts = [];
  for (const statement of parse(code).body) {
    const { declarations = [] } = statement.declaration ?? statement;
    walk(declarations, ({ type, start }) => {
      if (CALLS.includes(type)) cuts.push([start, start, '/*@__PURE__*/ ']);
      return FUNCTIONS.includes(type);
    });
  }
  return edited(code, cuts);
};

/** Rule 2: stands before whatever resolves modules. */
export const leanTwins = {
  name: 'lean-twins',
  async resolveId(source, importer, options) {
    if (!/\/bytes\.[jt]s$/.test(source) || importer === undefined) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found !== null && BYTES.test(found.id) ? platform('bytes') : null;
  },
};

/** Rules 1 and 3: stands behind the compiler, and reads plain JavaScript. */
export const leanPage = {
  name: 'lean-page',
  transform(code, id) {
    if (!OURS.test(id)) return null;
    const parse = (text) => this.parse(text);
    const short = withNumbers(withoutSentences(code, parse), thresholds());
    return { code: CONTRACT.test(id) ? withPureLoad(short, parse) : short, map: null };
  },
};
