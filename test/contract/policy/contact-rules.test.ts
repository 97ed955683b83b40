import {
  type ContactRules,
  contactReason,
  DEFAULT_ACTIONS,
  inSegment,
  lookBackMs,
  NONE,
  type Segment,
  type SegmentFacts,
  type Shown,
} from '@causeway/contract';
import { describe, expect, it } from 'vitest';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const facts: SegmentFacts = {
  known: true,
  stratum: 'loyal',
  stage: 'payment',
  context: { mobile: true, returning: false, cartCents: 8000 },
};
const reasonOf = (rules: ContactRules, id: string, history: Shown[] = [], at = NOON) =>
  contactReason(
    rules,
    DEFAULT_ACTIONS.find((action) => action.id === id) ?? (DEFAULT_ACTIONS[0] as (typeof DEFAULT_ACTIONS)[0]),
    { actions: DEFAULT_ACTIONS, history, at, facts },
  );
const shown = (action: string, hoursAgo: number): Shown => ({ action, at: NOON - hoursAgo * HOUR });

describe('segments', () => {
  it.each([
    [{}, true],
    [{ known: true }, true],
    [{ known: false }, false],
    [{ mobile: false }, false],
    [{ returning: false }, true],
    [{ stages: ['cart', 'payment'] }, true],
    [{ stages: ['cart'] }, false],
    [{ strata: ['loyal'] }, true],
    [{ strata: ['fresh'] }, false],
    [{ cartCents: { from: 8000, to: 8001 } }, true],
    [{ cartCents: { from: 0, to: 8000 } }, false],
    [{ known: true, mobile: true, stages: ['cart'] }, false],
  ] as [Segment, boolean][])('%j holds: %s', (segment, holds) => {
    expect(inSegment(segment, facts)).toBe(holds);
  });

  it('nobody without a stratum is in a segment of strata', () => {
    expect(inSegment({ strata: ['loyal'] }, { ...facts, stratum: undefined })).toBe(false);
  });
});

describe('rules on contacts', () => {
  const weekly: ContactRules = {
    caps: [{ actions: ['chat-offer'], channels: [], most: 2, windowHours: 168, restHours: 24 }],
  };

  it.each([
    ['nothing before', [], null],
    ['one long ago', [['chat-offer', 169]], null],
    ['one two days ago', [['chat-offer', 48]], null],
    ['one an hour ago', [['chat-offer', 1]], 'too-soon'],
    ['one a ms less than the rest ago', [['chat-offer', 24 - 1e-6]], 'too-soon'],
    ['one exactly the rest ago', [['chat-offer', 24]], null],
    [
      'two in the week',
      [
        ['chat-offer', 100],
        ['chat-offer', 30],
      ],
      'too-often',
    ],
    [
      'two others in the week',
      [
        ['form-help', 100],
        ['reassurance', 1],
      ],
      null,
    ],
  ] as [string, [string, number][], string | null][])('%s', (_, history, reason) => {
    expect(
      reasonOf(
        weekly,
        'chat-offer',
        history.map(([id, h]) => shown(id, h)),
      ),
    ).toBe(reason);
  });

  it('a cap on a channel counts every action of it together', () => {
    const rules: ContactRules = {
      caps: [{ actions: [], channels: ['onsite'], most: 1, windowHours: 24, restHours: 0 }],
    };
    expect(reasonOf(rules, 'form-help', [shown('reassurance', 2)])).toBe('too-often');
    expect(reasonOf(rules, 'form-help', [shown('an-action-that-is-gone', 2)])).toBeNull();
    expect(reasonOf(rules, NONE, [shown('reassurance', 2)])).toBeNull();
  });

  it('quiet hours hold from and until their minute, over midnight too', () => {
    const night: ContactRules = { quiet: [{ channels: ['onsite'], from: 22 * 60, to: 6 * 60 }] };
    const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 22, hour, minute);
    const quiet = [at(22), at(23, 59), at(0), at(5, 59)];
    const open = [at(6), at(12), at(21, 59)];
    for (const t of quiet) expect(reasonOf(night, 'form-help', [], t)).toBe('quiet');
    for (const t of open) expect(reasonOf(night, 'form-help', [], t)).toBeNull();
    const lunch: ContactRules = { quiet: [{ channels: ['onsite'], from: 720, to: 780 }] };
    expect([reasonOf(lunch, 'form-help'), reasonOf(lunch, 'form-help', [], at(13))]).toEqual(['quiet', null]);
    expect(reasonOf({ quiet: [{ channels: ['phone'], from: 0, to: 1440 }] }, 'form-help')).toBeNull();
  });

  it('of actions that exclude each other whoever had one gets no other, and may have the same again', () => {
    const rules: ContactRules = {
      exclusive: [{ actions: ['free-shipping', 'discount-10'], windowHours: 72 }],
    };
    const past = [shown('free-shipping', 71)];
    expect(reasonOf(rules, 'discount-10', past)).toBe('excluded');
    expect(reasonOf(rules, 'free-shipping', past)).toBeNull();
    expect(reasonOf(rules, 'discount-10', [shown('free-shipping', 72)])).toBeNull();
    expect(reasonOf(rules, 'form-help', past)).toBeNull();
  });

  it('an action is eligible in its segment alone', () => {
    expect(reasonOf({ eligible: { 'form-help': { stages: ['shipping'] } } }, 'form-help')).toBe(
      'not-eligible',
    );
    expect(reasonOf({ eligible: { 'form-help': { stages: ['payment'] } } }, 'form-help')).toBeNull();
  });

  it('says how far it looks back', () => {
    expect(lookBackMs(undefined)).toBe(0);
    expect(lookBackMs({ quiet: [] })).toBe(0);
    expect(lookBackMs({ ...weekly, exclusive: [{ actions: ['a', 'b'], windowHours: 200 }] })).toBe(
      200 * HOUR,
    );
  });
});
