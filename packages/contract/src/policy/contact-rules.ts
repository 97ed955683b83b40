import { epochMs } from '../event/fact.ts';
import type { Checked } from '../schema.ts';
import { array, integer, number, object, optional, record, text } from '../schema.ts';
import { type Action, actionId, NONE } from './action.ts';
import { checkSegment, inSegment, type SegmentFacts } from './segment.ts';

const HOUR_MS = 3_600_000;
const channel = text(40, /^[a-z0-9-]+$/);
const hours = number(0, 24 * 90);

/** One action that was drawn for a person, and when: what caps look back on. The newest come last. */
export const checkShown = object({ action: actionId, at: epochMs });
export type Shown = Checked<typeof checkShown>;
export const MAX_HISTORY = 20;
export const checkHistory = array(checkShown, MAX_HISTORY);

/** Rules on contacts, beside each action's own `perSession`. All are masks: they hold before the draw. */
export const checkContactRules = object({
  /** an action can be drawn only in this segment */
  eligible: optional(record(actionId, checkSegment, 32)),
  /** over these actions and channels together: at most `most` in `windowHours`, and `restHours` of rest after each */
  caps: optional(
    array(
      object({
        actions: array(actionId, 32),
        channels: array(channel, 16),
        most: integer(0, MAX_HISTORY),
        windowHours: hours,
        restHours: hours,
      }),
      32,
    ),
  ),
  /** minutes of the UTC day in which these channels rest; `to` before `from` goes over midnight */
  quiet: optional(
    array(object({ channels: array(channel, 16, 1), from: integer(0, 1439), to: integer(0, 1440) }), 16),
  ),
  /** whoever had one of these does not get another of them for so long */
  exclusive: optional(array(object({ actions: array(actionId, 32, 2), windowHours: hours }), 16)),
});
export type ContactRules = Checked<typeof checkContactRules>;

export type ContactReason = 'not-eligible' | 'quiet' | 'excluded' | 'too-soon' | 'too-often';

export type ContactInput = {
  readonly actions: readonly Pick<Action, 'id' | 'channel'>[];
  readonly history: readonly Shown[];
  /** ms since 1970 */
  readonly at: number;
  readonly facts: SegmentFacts;
};

const isQuiet = (at: number, from: number, to: number): boolean => {
  const minute = Math.floor(at / 60_000) % 1440;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
};

/** Why the rules forbid an action now, or null. `none` is never forbidden. */
export const contactReason = (
  rules: ContactRules,
  action: Pick<Action, 'id' | 'channel'>,
  { actions, history, at, facts }: ContactInput,
): ContactReason | null => {
  const { id, channel: own } = action;
  if (id === NONE) return null;
  const segment = rules.eligible?.[id];
  if (segment !== undefined && !inSegment(segment, facts)) return 'not-eligible';
  if (rules.quiet?.some(({ channels, from, to }) => channels.includes(own) && isQuiet(at, from, to)))
    return 'quiet';
  const channelOf = new Map(actions.map((one) => [one.id, one.channel]));
  const within = (shown: Shown, length: number) => at - shown.at < length * HOUR_MS;
  for (const { actions: group, windowHours } of rules.exclusive ?? []) {
    const other = (shown: Shown) => shown.action !== id && group.includes(shown.action);
    if (group.includes(id) && history.some((shown) => other(shown) && within(shown, windowHours)))
      return 'excluded';
  }
  for (const cap of rules.caps ?? []) {
    const covers = (name: string, of: string | undefined) =>
      cap.actions.includes(name) || (of !== undefined && cap.channels.includes(of));
    if (!covers(id, own)) continue;
    const past = history.filter((shown) => covers(shown.action, channelOf.get(shown.action)));
    if (past.some((shown) => within(shown, cap.restHours))) return 'too-soon';
    if (past.filter((shown) => within(shown, cap.windowHours)).length >= cap.most) return 'too-often';
  }
  return null;
};

/** The longest that any rule looks back, in ms: what is older need not be kept. */
export const lookBackMs = (rules: ContactRules | undefined): number => {
  const lengths = [
    ...(rules?.caps ?? []).flatMap((cap) => [cap.windowHours, cap.restHours]),
    ...(rules?.exclusive ?? []).map(({ windowHours }) => windowHours),
  ];
  return Math.max(0, ...lengths) * HOUR_MS;
};
