import type { PageLine } from '@causeway/contract';
import { checkLogRequest, ROUTES } from '@causeway/contract';
import { backoff, createVisit, type Felt, MOST_BYTES } from '@causeway/sdk/core';
import { describe, expect, it } from 'vitest';
import { createFakeEdge, type FakeEdge, only, silence, status } from './fake-edge.ts';

const LOG = ROUTES.log.path;
const press: Felt = {
  kind: 'hesitation-first-input',
  role: 'field:abcdefghijklmnopqrstuvwxyz-0123456',
  value: 1234.567890123,
};
const logs = (edge: FakeEdge) => edge.requests.filter(({ path }) => path === LOG);
const ready = async (edge: FakeEdge, steps: number, facts = 1) => {
  const visit = createVisit(edge.options);
  const lines: PageLine[] = [];
  visit.on('line', (line) => lines.push(line));
  await visit.start();
  for (let k = 0; k < steps; k++) {
    edge.now += 1;
    for (let j = 0; j < facts; j++) visit.feel(press);
    visit.closeStep('time');
  }
  return { visit, lines };
};
const ids = (lines: readonly { id: string }[]) => lines.map(({ id }) => id);

describe('delivery', () => {
  it('sends every line once, in order, in bodies of at most 16 KiB', async () => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge, 40, 20);
    await visit.flush();
    expect(ids(edge.kept)).toEqual(ids(lines));
    expect(logs(edge).length).toBeGreaterThan(3);
    for (const { body, contentType } of logs(edge)) {
      expect(new TextEncoder().encode(body).length).toBeLessThanOrEqual(MOST_BYTES);
      expect(contentType).toMatch(/^text\/plain/);
      checkLogRequest(JSON.parse(body), 'body');
    }
    expect(visit.state()).toMatchObject({ queue: 0, acknowledged: 40 });
  });

  it('lets the fullest step there is fit into one body', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge, 1, 100);
    await visit.flush();
    expect(logs(edge)[0]?.body.length).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each([
    ['network fault', () => Promise.reject(new TypeError('network'))],
    ['no answer', silence],
    ['429', () => status(429)],
    ['500', () => status(500)],
    ['503', () => status(503)],
    ['408', () => status(408)],
  ] as const)('%s: keeps the batch, waits, and delivers it exactly once', async (name, fault) => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge, 3);
    edge.fault = only(LOG, fault);
    await visit.flush();
    expect(visit.state()).toMatchObject({ queue: 3, failures: 1, acknowledged: 0 });
    await visit.flush();
    expect(logs(edge), 'the pause holds').toHaveLength(1);
    edge.fault = () => null;
    edge.now += 1000;
    await visit.flush();
    await visit.flush();
    expect(ids(edge.kept)).toEqual(ids(lines));
    expect(visit.state(), name).toMatchObject({ queue: 0, failures: 0, drops: {} });
  });

  it('a lost answer makes a repeat with the same ids, which is one line to a reader', async () => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge, 3);
    const real = edge.send;
    edge.fault = only(LOG, (request) => {
      edge.fault = () => null;
      return real(request, 1000).then(() => Promise.reject(new TypeError('the answer was lost')));
    });
    await visit.flush();
    await visit.flush(true);
    expect(edge.kept).toHaveLength(6);
    expect([...new Set(ids(edge.kept))]).toEqual(ids(lines));
    expect(logs(edge)[0]?.body).toBe(logs(edge)[1]?.body);
  });

  it('a lost connection in mid-queue loses and repeats nothing that was acknowledged', async () => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge, 40, 20);
    let left = 2;
    edge.fault = only(LOG, () => (left-- > 0 ? null : status(503)));
    await visit.flush();
    edge.fault = () => null;
    await visit.flush(true);
    expect(ids(edge.kept)).toEqual(ids(lines));
  });

  it('honours Retry-After', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge, 1);
    edge.fault = only(LOG, () => status(429, { retryAfterMs: 30_000 }));
    await visit.flush();
    edge.fault = () => null;
    edge.now += 29_999;
    await visit.flush();
    expect(edge.kept).toHaveLength(0);
    edge.now += 1;
    await visit.flush();
    expect(edge.kept).toHaveLength(1);
  });

  it.each([400, 403, 404, 413, 422])('%i drops the batch, counted, and the count is told', async (code) => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge, 2);
    edge.fault = only(LOG, () => status(code));
    await visit.flush();
    expect(visit.state()).toMatchObject({ queue: 0, drops: { [`log-status-${code}`]: 2 } });
    edge.fault = () => null;
    edge.now += 1;
    visit.closeStep('time');
    await visit.flush();
    expect(edge.kept.at(-1)).toMatchObject({ kind: 'drops', counts: { [`log-status-${code}`]: 2 } });
    visit.closeStep('time');
    await visit.flush();
    expect(
      edge.kept.filter(({ kind }) => kind === 'drops'),
      'told once',
    ).toHaveLength(1);
  });

  it('401 keeps the batch and gets another session token', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge, 1);
    edge.fault = only(LOG, () => status(401));
    await visit.flush();
    edge.fault = () => null;
    await visit.flush(true);
    expect(edge.kept).toHaveLength(1);
    expect(edge.requests.filter(({ path }) => path === '/v1/profile')).toHaveLength(2);
  });

  it('counts the lines that the edge refused', async () => {
    const edge = await createFakeEdge();
    const { visit } = await ready(edge, 2);
    edge.fault = only(LOG, () => status(200, { body: '{"version":1,"kept":1,"refused":1,"first":"bad"}' }));
    await visit.flush();
    expect(visit.state()).toMatchObject({ queue: 0, drops: { 'line-refused': 1 } });
  });

  it('is bounded: the oldest step lines go first, and what went is counted', async () => {
    const edge = await createFakeEdge({ mostEntries: 10 });
    const { visit } = await ready(edge, 0);
    edge.fault = only(LOG, () => status(503));
    await visit.decide('help', ['form-help']);
    for (let k = 0; k < 30; k++) {
      edge.now += 1;
      visit.closeStep('time');
    }
    await visit.flush(true);
    edge.fault = () => null;
    await visit.flush(true);
    // a step, the ask, its receipt, thirty steps and a line of counts at each flush: 35 came, ten stay
    const kinds = edge.kept.map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(['asked', 'step']);
    expect(edge.receipts).toHaveLength(1);
    expect(edge.kept.length).toBe(9);
    expect(visit.state().drops['queue-full']).toBe(25);
    const told = edge.kept.flatMap((line) =>
      Object.values((line as { counts?: Record<string, number> }).counts ?? {}),
    );
    expect(
      told.reduce((a, b) => a + b, 0),
      'the last one is told with the next batch',
    ).toBe(24);
  });

  it('gives whole bodies to a transport without an answer, and takes off what was sent', async () => {
    const edge = await createFakeEdge();
    const { visit, lines } = await ready(edge, 40, 20);
    const pieces = visit.pieces();
    const seen = pieces.flatMap(({ body }) => JSON.parse(body).lines);
    expect(ids(seen)).toEqual(ids(lines));
    pieces[0]?.sent();
    expect(visit.state().queue).toBe(40 - (pieces[0]?.entries ?? 0));
    await visit.flush();
    expect(edge.kept).toHaveLength(40 - (pieces[0]?.entries ?? 0));
  });
});

describe('backoff', () => {
  it('grows, is capped, jitters down to half at most, and never undercuts Retry-After', () => {
    expect([1, 2, 3, 7, 100].map((tries) => backoff(tries, 1))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
    expect(backoff(3, 0)).toBe(2000);
    expect(backoff(1, 0, 5000)).toBe(5000);
    expect(backoff(1, 0, 1e12)).toBe(600_000);
  });
});
