import { elementOf, fits, isIn } from './elements.ts';
import { BEAT, type Doubt, MAYBE, noteChange, type OwnChange } from './own-change.ts';
import type { SensePage } from './sense-page.ts';

/** A page that changes more than this at once is not looked through to the end: one answer is enough. */
const MOST_RECORDS = 200;
const MOST_SHAPES = 50;
const TOGETHER_MS = 100;
const RIPPLE = ':is(span,div,i,ink,b):not(:has(img,svg,a,button,input))';
const UNSEEN =
  'head,script,style,noscript,template,link,meta,[type=hidden],:is(img,iframe):is([width="0"],[width="1"],[hidden],[style*="display:none"])';
/** The press that a change may answer: when and on what the pointer went down; `isDown` until its click. */
export type Pressed = { readonly downAt: number; readonly spot: Element; readonly isDown: boolean };

/** What came and went at once. */
const unseen = new WeakSet<Node>();
/** Of what shows nothing: comments, scripts and the like, pixels. */
const isUnseen = (node: Node): unknown =>
  node.nodeType === 8 ||
  fits(node, UNSEEN) ||
  unseen.has(node) ||
  // One that is gone has no width any more, and one that is not loaded has none yet.
  (fits(node, 'img,iframe') && node.isConnected && (node as Element).getBoundingClientRect().width <= 1);

/** A row of alike: their tag and first class; empty where there is no class. */
const kindOf = ({ nodeName, classList }: Element): string =>
  classList[0] ? `${nodeName}.${classList[0]}` : '';

/**
 * Tells of all changes those that a press may have caused, so surely (own-change.ts), and those told before that turn out to have
 * been the page's own. It runs before the first press, since a node's own rhythm can only be known from before.
 */
export const watchChanges = (
  { hear, nowMs, ignored }: SensePage,
  pressed: () => Pressed | undefined,
  follows: (node: Node) => unknown,
  onChange: (surely: number, doubt?: Doubt) => void,
): void => {
  const from = nowMs();
  const rhythms = new WeakMap<object, OwnChange>();
  /** Notes that come and go at the end of the body are different nodes of one shape. */
  const shapes = new Map<string, object>();
  const decoration = new WeakSet<Node>();

  /** What keeps the rhythm: the node, a parent that has one, or the shape. */
  const keeperOf = ({ type, addedNodes, removedNodes }: MutationRecord, node: Node): object => {
    if (type === 'childList' && node === document.body) {
      const { nodeName, className } = (addedNodes[0] ?? removedNodes[0]) as Element;
      const name = `${nodeName}.${className}`;
      const shape = shapes.get(name) ?? {};
      if (shapes.size < MOST_SHAPES) shapes.set(name, shape);
      return shape;
    }
    const { parentNode } = node;
    // What goes from one to the next of a row (slides, dots) has one rhythm.
    const kind = type === 'attributes' && kindOf(node as Element);
    if (kind) for (const one of parentNode?.children ?? []) if (kindOf(one) === kind) return one;
    return parentNode && parentNode !== document.body && rhythms.has(parentNode) ? parentNode : node;
  };

  /** A change that no one sees, or that only shows the control as pressed, answers nothing. */
  const shows = (
    { type, target, attributeName, oldValue, addedNodes, removedNodes }: MutationRecord,
    node: Node,
  ): boolean => {
    if (ignored(node)) return false;
    // A frame that is led elsewhere downloads, though it is not seen.
    if (attributeName === 'src' && fits(target, 'iframe')) return true;
    if (isIn(elementOf(node), UNSEEN)) return false;
    const press = pressed();
    // The whole page's own marks of how it is being used say no more than the control's.
    const { body, documentElement } = document;
    const within = press?.spot.contains(target) || target === documentElement;
    if (type === 'attributes') {
      const name = `${attributeName}`;
      return (
        !decoration.has(target) &&
        (target as Element).getAttribute(name) !== oldValue &&
        !((within || target === body) && press?.isDown && /^(class$|style$|data-)/.test(name))
      );
    }
    // An empty box that is added to the control under the pointer, or laid over it, is decoration, a ripple; a spinner comes at the
    // click and stands in the line. Where it takes the place of another, it may be a picture.
    const isDecoration = (one: Node): unknown =>
      decoration.has(one) ||
      (!removedNodes[0] &&
        fits(one, RIPPLE) &&
        !one.textContent &&
        (press?.isDown || getComputedStyle(one as Element).position === 'absolute') &&
        decoration.add(one));
    for (const one of addedNodes) if (!one.isConnected) unseen.add(one);
    return (
      type === 'characterData' ||
      [...addedNodes, ...removedNodes].some((one) => !isUnseen(one) && !(within && isDecoration(one)))
    );
  };

  /** Drawn anew and just the same: the press did something, but none of a burst gets anywhere. */
  const isSame = ({ type, addedNodes, removedNodes }: MutationRecord): boolean =>
    type === 'childList' &&
    addedNodes.length === removedNodes.length &&
    [...addedNodes].every((one, k) => one.isEqualNode(removedNodes[k] as Node));

  hear({
    ':changes'(records: readonly MutationRecord[]) {
      let surest = 0;
      let beats = false;
      for (const record of records.slice(0, MOST_RECORDS)) {
        const node = elementOf(record.target) ?? record.target;
        if (!shows(record, node) || follows(node)) continue;
        const keeper = keeperOf(record, node);
        const [own, surely, doubt] = noteChange(
          rhythms.get(keeper),
          nowMs(),
          pressed()?.downAt ?? -Infinity,
          from,
        );
        rhythms.set(keeper, own);
        if (doubt) onChange(0, doubt);
        beats ||= surely < MAYBE && own.beats > 2;
        surest = Math.max(surest, isSame(record) ? Math.min(surely, BEAT) : surely);
      }
      // What changes together with a clock, some time after the press, is a part of the clock.
      const late = nowMs() - (pressed()?.downAt ?? 0) > TOGETHER_MS;
      if (surest && !(beats && late)) onChange(surest);
    },
  });
};
