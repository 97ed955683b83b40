import { posix } from 'node:path';
import { type Import, importsOf } from './syntax.ts';
import type { Source } from './tree.ts';

/** A folder may import those to its left. */
const CONTRACT = 'maths kernel event profile friction hazard state policy decision release wire'.split(' ');
const OFFLINE = (
  'maths kernel boost net onnx forest uplift table log identity exposure features embed hazard friction nuisance learners policy ope experiment bandit ' +
  'evaluate causal replay registry dossier appraise turn explain gates release monitor privacy report cli'
).split(' ');

const ORDERS: Record<string, readonly string[]> = { contract: CONTRACT, offline: OFFLINE };

export interface World {
  /** Names in packages/offline/package.json: its engines. */
  engines: readonly string[];
  /** Every `@causeway/x` and `@causeway/x/subpath` that a package exports. */
  published: readonly string[];
}

const isRelative = (specifier: string): boolean => /^\.{1,2}(\/|$)/.test(specifier);
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const offlineOrder = (from: string, to: string): boolean => {
  if (from === 'simulator') return to === 'maths';
  if (to === 'simulator') return from === 'cli' || from === '';
  return OFFLINE.indexOf(to) < OFFLINE.indexOf(from);
};

const folderFault = (room: string, from: string, to: string): string | undefined => {
  const order = ORDERS[room];
  if (order === undefined) return undefined;
  const [fromFolder = '', fromFile] = from.includes('/') ? from.split('/') : ['', from];
  const [toFolder = '', toFile] = to.includes('/') ? to.split('/') : ['', to];
  for (const folder of [fromFolder, toFolder])
    if (folder !== '' && folder !== 'simulator' && !order.includes(folder))
      return `the folder ${folder} has no place in the order: ${order.join(' < ')}`;
  if (toFolder === 'cli' && fromFolder !== 'cli') return 'nothing imports cli';
  if (toFolder === '' && /^index\./.test(toFile ?? '')) return 'the index is for other packages';
  if (toFolder === fromFolder || toFolder === '') return undefined;
  if (fromFolder === '')
    return /^index\./.test(fromFile ?? '') ? undefined : `a file that all share may not import ${toFolder}`;
  const fine =
    room === 'offline'
      ? offlineOrder(fromFolder, toFolder)
      : order.indexOf(toFolder) < order.indexOf(fromFolder);
  return fine ? undefined : `${fromFolder} may not import ${toFolder}`;
};

const sdkFault = (path: string, { specifier, kind }: Import): string | undefined => {
  if (specifier === '@causeway/contract') return undefined;
  if (packageOf(specifier) === 'react')
    return path.startsWith('packages/sdk/src/react/') ? undefined : 'react only under src/react';
  if (packageOf(specifier) === 'onnxruntime-web') {
    if (specifier !== 'onnxruntime-web/wasm') return 'import onnxruntime-web/wasm, never the default entry';
    return kind === 'static' ? 'onnxruntime-web is loaded lazily: import() it' : undefined;
  }
  return 'not in the import table';
};

/** The console's pages know the contract and shapes; what serves them, the study's public exports. */
const consoleFault = (path: string, { specifier, kind }: Import, world: World): string | undefined => {
  if (specifier === '@causeway/contract') return undefined;
  if (path.startsWith('console/pages/'))
    return specifier === '@observablehq/plot' || (specifier === '@causeway/offline' && kind === 'type')
      ? undefined
      : 'a page of the console imports the contract, Plot, and types of the study';
  if (specifier.startsWith('node:') || specifier === 'vite') return undefined;
  return specifier.startsWith('@causeway/offline') && world.published.includes(specifier)
    ? undefined
    : 'not in the import table';
};

const bareFault = (path: string, room: string, found: Import, world: World): string | undefined => {
  const { specifier } = found;
  switch (room) {
    case 'contract':
      return 'contract imports nothing';
    case 'sdk':
      return sdkFault(path, found);
    case 'worker-edge':
      // The kernel is a part of the contract; workerd takes it as a module only.
      return /^(@causeway\/contract(\/kernel\.wasm)?|jose|cloudflare:.*)$/.test(specifier)
        ? undefined
        : 'not in the import table';
    case 'offline':
      if (specifier === '@causeway/contract' || specifier.startsWith('node:')) return undefined;
      return !specifier.startsWith('@causeway/') && world.engines.includes(packageOf(specifier))
        ? undefined
        : 'not one of its engines';
    case 'console':
      return consoleFault(path, found, world);
    case 'demo-store':
      return specifier.startsWith('@causeway/') && !world.published.includes(specifier)
        ? 'the demo uses public exports only'
        : undefined;
    default:
      return `there is no room called ${room}`;
  }
};

const roomOf = (path: string): { room: string; base: string } => {
  const room = /^packages\/([^/]+)\/src\//.exec(path)?.[1];
  const top = path.startsWith('console/') ? 'console' : 'demo-store';
  return room === undefined ? { room: top, base: `${top}/` } : { room, base: `packages/${room}/src/` };
};

const relativeFault = (path: string, specifier: string): string | undefined => {
  const { room, base } = roomOf(path);
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  if (room === 'demo-store' && target.startsWith('test/support/')) return undefined;
  if (!target.startsWith(base)) return 'leaves its room';
  return folderFault(room, path.slice(base.length), target.slice(base.length));
};

export const importFaults = (sources: readonly Source[], world: World): string[] => {
  const faults: string[] = [];
  const lazy = new Set<string>();
  for (const source of sources) {
    for (const found of importsOf(source)) {
      const { specifier, line } = found;
      const fault = isRelative(specifier)
        ? relativeFault(source.path, specifier)
        : bareFault(source.path, roomOf(source.path).room, found, world);
      if (fault !== undefined) faults.push(`${source.path}:${line} imports ${specifier}: ${fault}`);
      if (packageOf(specifier) === 'onnxruntime-web' && roomOf(source.path).room === 'sdk')
        lazy.add(source.path);
    }
  }
  if (lazy.size > 1)
    faults.push(`onnxruntime-web is imported by more than one file: ${[...lazy].join(', ')}`);
  return faults;
};
