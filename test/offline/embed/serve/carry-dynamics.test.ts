import type { EmbeddingDynamics } from '@causeway/contract';
import { expect, it } from 'vitest';
import { carryDynamics } from '../../../../packages/offline/src/embed/index.ts';

const encoder = 'e'.repeat(64);
const dynamics = { encoder } as EmbeddingDynamics;

it.each([
  ['goes on while the encoder is in the lineage', { dynamics }, ['a'.repeat(64), encoder], dynamics],
  ['ends with its encoder', { dynamics }, ['a'.repeat(64)], undefined],
  ['is none where there was none', {}, [encoder], undefined],
])('dynamics of a release: %s', (_, live, lineage, carried) => {
  expect(carryDynamics(live, lineage)).toBe(carried);
});
