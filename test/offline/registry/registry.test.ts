import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digest } from '@causeway/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { openRegistry } from '../../../packages/offline/src/registry/index.ts';

const root = mkdtempSync(join(tmpdir(), 'causeway-registry-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('openRegistry', () => {
  const registry = openRegistry(root);

  it('keeps a value under its digest, whatever the order of its keys', () => {
    const name = registry.put('hazard', { a: 1, b: [2, 3] });
    expect(name).toBe(digest({ b: [2, 3], a: 1 }));
    expect(registry.get('hazard', name)).toEqual({ a: 1, b: [2, 3] });
  });

  it('writes once: putting again changes nothing and leaves nothing behind', () => {
    const before = readdirSync(join(root, 'hazard'));
    registry.put('hazard', { b: [2, 3], a: 1 });
    expect(readdirSync(join(root, 'hazard'))).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('lists a kind in order, and nothing for a kind it has not seen', () => {
    const more = registry.put('hazard', { a: 2 });
    expect(registry.list('hazard')).toEqual([digest({ a: 1, b: [2, 3] }), more].sort());
    expect(registry.list('policy')).toEqual([]);
  });

  it('refuses what it does not hold, what was altered, and a kind that is a path', () => {
    expect(() => registry.get('hazard', 'f'.repeat(64))).toThrow(/not-found/);
    expect(() => registry.get('hazard', '../x')).toThrow(/not-found/);
    const name = registry.put('effects', { w: [1] });
    writeFileSync(join(root, 'effects', `${name}.json`), '{"w":[2]}');
    expect(() => registry.get('effects', name)).toThrow(/it was altered/);
    expect(() => registry.put('../up', {})).toThrow(/bad-input at registry/);
  });
});
