import type { Answers, OwnChange } from './own-change.ts';
import { isBeat, noteChange } from './own-change.ts';
import type { SensePage } from './sense-page.ts';

/** A page that changes more than this at once is not looked through to the end: one answer is enough. */
const MOST_RECORDS = 200;
const MOST_SHAPES = 50;
/** Of several changes at once, the surest answers. */
const RANKS: readonly Answers[] = ['no', 'beat', 'maybe', 'yes'];
const UNSEEN = 'head,script,style,noscript,template,link,meta,[type=hidden]';
const OBSERVED = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeOldValue: true,
} as const;

type Hooks = {
  /** when the pointer went down for a press that may have caused a change now, or null */
  readonly pressedAt: () => number | null;
  /** the control that is pressed; `down` until its click */
  readonly control: () => { readonly element: Element | null; readonly down: boolean };
  readonly onAnswer: (answers: Exclude<Answers, 'no'>) => void;
  readonly onRevoke: (at: number, beat: boolean) => void;
};

/** An empty box added as decoration: a ripple, a pixel. */
const isEmpty = (node: Node): boolean => {
  if (node.nodeType !== 1) return node.nodeType === 8;
  const element = node as Element;
  return (
    element.matches(UNSEEN) ||
    (element.firstChild === null && /^(span|div|i|ink|b)$/.test(element.localName)) ||
    (/^(img|iframe)$/.test(element.localName) && element.getBoundingClientRect().width <= 1)
  );
};

/**
 * Watches all changes of the document and of its open shadow roots, and tells those that a press may have caused. It runs
 * before the first press, since a node's own rhythm can only be known from before.
 */
export const watchChanges = (page: SensePage, hooks: Hooks) => {
  const { window: view, now, signals } = page;
  const { document } = view;
  const from = now();
  const rhythms = new WeakMap<Node, OwnChange>();
  /** Notes that come and go at the end of the body are different nodes of one shape. */
  const shapes = new Map<string, OwnChange>();
  const pending = new Map<
    Node | string,
    { readonly first: number; readonly before: number | undefined; readonly beat: boolean }
  >();
  const decoration = new WeakSet<Node>();

  const keyOf = ({ type, target, addedNodes, removedNodes }: MutationRecord, node: Node): Node | string => {
    if (type === 'childList' && node === document.body) {
      const one = (addedNodes[0] ?? removedNodes[0]) as Element | undefined;
      return `${one?.nodeName}.${one?.getAttribute?.('class') ?? ''}`;
    }
    const parent = (type === 'characterData' ? node : target).parentNode;
    return parent !== null && parent !== document.body && rhythms.has(parent) ? parent : node;
  };

  /** A change that no one sees, or that only shows the control as pressed, answers nothing. */
  const shows = (record: MutationRecord, node: Node): boolean => {
    const { type, target, attributeName, oldValue, addedNodes, removedNodes } = record;
    if (page.ignored(node) || ('closest' in node && (node as Element).closest(UNSEEN) !== null)) return false;
    const { element, down } = hooks.control();
    const within = element?.contains(target) === true;
    if (type === 'attributes') {
      if (decoration.has(target) || (target as Element).getAttribute(attributeName ?? '') === oldValue)
        return false;
      return !(within && down && /^(class|style|data-.*)$/.test(attributeName ?? ''));
    }
    if (type !== 'childList') return true;
    const nodes = [...addedNodes, ...removedNodes];
    if (within && removedNodes.length === 0) for (const one of nodes.filter(isEmpty)) decoration.add(one);
    return !nodes.every((one) =>
      within
        ? decoration.has(one)
        : one.nodeType === 1 && !/^(span|div|i|b)$/.test((one as Element).localName) && isEmpty(one),
    );
  };

  const see = page.guard((records: MutationRecord[]) => {
    const at = now();
    const pressed = hooks.pressedAt();
    let answered: Answers = 'no';
    for (const record of records.slice(0, MOST_RECORDS)) {
      const { target } = record;
      const node = record.type === 'characterData' ? (target.parentNode ?? target) : target;
      if (!shows(record, node)) continue;
      const key = keyOf(record, node);
      const known = typeof key === 'string' ? shapes.get(key) : rhythms.get(key);
      const wait = pending.get(key);
      let { own, answers } = noteChange(known, at, pressed, from);
      if (wait !== undefined && at - wait.first >= 80) {
        pending.delete(key);
        if (answers !== 'yes' && isBeat(wait.before, wait.first, at, from)) {
          hooks.onRevoke(wait.first, wait.beat);
          own = { at, gap: at - wait.first, changes: 3 };
          answers = 'no';
        }
      } else if (answers !== 'no' && answers !== 'yes' && wait === undefined)
        pending.set(key, { first: at, before: known?.at, beat: answers === 'beat' });
      if (own !== undefined) {
        if (typeof key !== 'string') rhythms.set(key, own);
        else if (shapes.size < MOST_SHAPES || shapes.has(key)) shapes.set(key, own);
      }
      if (RANKS.indexOf(answers) > RANKS.indexOf(answered)) answered = answers;
    }
    if (answered !== 'no') hooks.onAnswer(answered);
    if (pressed === null) pending.clear();
    signals.emit('changes', records);
  });
  const observer = new view.MutationObserver(see);
  const seen = new WeakSet<Node>();
  /** A document's observer and listeners do not see into shadow roots, not even open ones. */
  const enter = (root: Node) => {
    if (seen.has(root)) return;
    seen.add(root);
    observer.observe(root, OBSERVED);
    signals.emit('root', root);
    look(root as ParentNode & Node);
  };
  const look = (root: ParentNode & Node) => {
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) enter(shadowRoot);
  };
  let changed = true;
  signals.on('changes', (records) => {
    changed ||= records.some(({ addedNodes }) => addedNodes.length > 0);
  });
  signals.on('tick', () => {
    if (changed) look(document);
    changed = false;
  });
  page.onStop(() => observer.disconnect());
  return {
    start: () => enter(document),
    /** Open shadow roots on the way of an event. */
    enter(path: readonly EventTarget[]) {
      for (const target of path) if (target instanceof view.ShadowRoot) enter(target);
    },
  };
};
