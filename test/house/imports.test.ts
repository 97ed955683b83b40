import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';
import { importFaults, type World } from './imports.ts';
import { houseFiles } from './tree.ts';

const manifest = (
  room: string,
): { dependencies?: Record<string, string>; exports: Record<string, unknown> } =>
  JSON.parse(readFileSync(join(ROOT, 'packages', room, 'package.json'), 'utf8'));

const world: World = {
  engines: Object.keys(manifest('offline').dependencies ?? {}),
  published: ['contract', 'sdk', 'worker-edge', 'offline', '../console'].flatMap((room) =>
    Object.keys(manifest(room).exports).map(
      (subpath) => `@causeway/${room.replace('../', '')}${subpath.slice(1)}`,
    ),
  ),
};

const faultsOf = (path: string, text: string): string[] => importFaults([{ path, text }], world);

describe('the import table', () => {
  it('holds in every room', () => {
    expect(importFaults(houseFiles(), world)).toEqual([]);
  });

  it.each([
    ['packages/contract/src/maths/exp.ts', `import { x } from '../wire/frame.ts'`],
    ['packages/contract/src/event/kind.ts', `export * from '../profile/token.ts'`],
    ['packages/contract/src/event/kind.ts', `import type { P } from '../profile/token.ts'`],
    ['packages/contract/src/event/kind.ts', `type P = import('../profile/token.ts').P`],
    ['packages/contract/src/event/kind.ts', `import { all } from '../index.ts'`],
    ['packages/contract/src/fault.ts', `import { exp } from './maths/exp.ts'`],
    ['packages/contract/src/novel/kind.ts', `import { exp } from '../maths/exp.ts'`],
    ['packages/contract/src/maths/exp.ts', `import { readFile } from 'node:fs'`],
    ['packages/contract/src/maths/exp.ts', `const v = require('valibot')`],
    ['packages/sdk/src/page.ts', `import { x } from '@causeway/worker-edge'`],
    ['packages/sdk/src/page.ts', `import { x } from '@causeway/contract/src/maths/exp.ts'`],
    ['packages/sdk/src/page.ts', `import { x } from '../../contract/src/index.ts'`],
    ['packages/sdk/src/page.ts', `import { useState } from 'react'`],
    ['packages/sdk/src/page.ts', `import * as ort from 'onnxruntime-web/wasm'`],
    ['packages/sdk/src/page.ts', `const ort = await import('onnxruntime-web')`],
    ['packages/worker-edge/src/index.ts', `import { x } from 'node:crypto'`],
    ['packages/sdk/src/page.ts', `import kernel from '@causeway/contract/kernel.wasm'`],
    ['packages/worker-edge/src/index.ts', `const name = 'x'; await import(name)`],
    ['packages/offline/src/log/read.ts', `import { x } from '@causeway/sdk'`],
    ['packages/offline/src/log/read.ts', `import { x } from '../cli/main.ts'`],
    ['packages/offline/src/log/read.ts', `import { x } from '../features/sql.ts'`],
    ['packages/offline/src/simulator/crowd.ts', `import { x } from '../table/table.ts'`],
    ['packages/offline/src/learners/tree.ts', `import { x } from '../simulator/crowd.ts'`],
    ['packages/offline/src/index.ts', `import { main } from './cli/main.ts'`],
    ['packages/offline/src/log/read.ts', `import _ from 'lodash'`],
    ['console/pages/main.ts', `import { x } from '@causeway/offline'`],
    ['console/serve/answer.ts', `import { x } from '@causeway/sdk'`],
    ['console/serve/answer.ts', `import { x } from '../../demo-store/demo.ts'`],
    ['demo-store/demo.ts', `import { x } from '@causeway/sdk/src/senses.ts'`],
    ['demo-store/demo.ts', `import { x } from '../packages/sdk/src/index.ts'`],
  ])('refuses, in %s: %s', (path, text) => {
    expect(faultsOf(path, text)).toHaveLength(1);
  });

  it('refuses a second file that loads onnxruntime-web', () => {
    const text = `await import('onnxruntime-web/wasm')`;
    const files = ['packages/sdk/src/a.ts', 'packages/sdk/src/b.ts'].map((path) => ({ path, text }));
    expect(importFaults(files, world)).toHaveLength(1);
  });

  it.each([
    ['packages/contract/src/wire/frame.ts', `import { exp } from '../maths/exp.ts'; import '../fault.ts'`],
    ['packages/contract/src/index.ts', `export * from './wire/frame.ts'`],
    ['packages/sdk/src/react/index.ts', `import { useState } from 'react'`],
    ['packages/sdk/src/score.ts', `import type { T } from 'onnxruntime-web/wasm'`],
    ['packages/worker-edge/src/index.ts', `import { DurableObject } from 'cloudflare:workers'`],
    ['packages/worker-edge/src/cache/x.ts', `import kernel from '@causeway/contract/kernel.wasm'`],
    ['packages/offline/src/cli/main.ts', `import { crowd } from '../simulator/crowd.ts'; import 'node:fs'`],
    ['packages/offline/src/log/read.ts', `import { x } from '@duckdb/node-api'`],
    ['demo-store/demo.ts', `import { x } from '@causeway/offline/simulator'`],
    [
      'console/pages/main.ts',
      `import * as Plot from '@observablehq/plot'; import type { T } from '@causeway/offline'`,
    ],
    ['console/serve/answer.ts', `import { x } from '@causeway/offline'; import 'node:fs'`],
  ])('allows, in %s: %s', (path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });
});
