import { answersItself, controlOf, isDisabled, isSkipped } from './controls.ts';
import type { OwnChange } from './own-change.ts';
import { noteChange } from './own-change.ts';
import { reducePress, startPresses } from './press-reducer.ts';
import { roleOf } from './role-of.ts';
import type { Sense, SensePage } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';

/** A page that changes more than this at once is not looked through to the end: one answer is enough. */
const MOST_RECORDS = 200;
const UNSEEN = 'head,script,style,noscript,template,link,meta';
const OBSERVED = { childList: true, subtree: true, characterData: true, attributes: true } as const;

/**
 * Watches all changes of the document and tells those that a press may have caused. It runs before the first press, since a
 * node's own rhythm can only be known from before.
 */
const watchChanges = (page: SensePage, pressedAt: () => number | null, onAnswer: () => void) => {
  const rhythms = new WeakMap<Node, OwnChange>();
  const see = page.guard((records: MutationRecord[]) => {
    const at = page.now();
    const pressed = pressedAt();
    let answered = false;
    for (const record of records.slice(0, MOST_RECORDS)) {
      const node =
        record.type === 'characterData' ? (record.target.parentNode ?? record.target) : record.target;
      if (page.ignored(node) || ('closest' in node && (node as Element).closest(UNSEEN) !== null)) continue;
      const parent = node.parentNode;
      const key = parent !== null && rhythms.has(parent) && parent.nodeName !== 'BODY' ? parent : node;
      const { own, answers } = noteChange(rhythms.get(key), at, pressed);
      if (own !== undefined) rhythms.set(key, own);
      answered ||= answers;
    }
    if (answered) onAnswer();
  });
  const observer = new page.window.MutationObserver(see);
  observer.observe(page.window.document.documentElement, OBSERVED);
  page.onStop(() => observer.disconnect());
  const roots = new WeakSet<Node>();
  return {
    /** Open shadow roots on the way of an event: a document's observer does not see into them. */
    enter(path: readonly EventTarget[]) {
      for (const target of path) {
        if (!(target instanceof page.window.ShadowRoot) || roots.has(target)) continue;
        roots.add(target);
        observer.observe(target, OBSERVED);
      }
    },
  };
};

/** Clicks that nothing, or something late, answered: dead, rage, slow-answer and error clicks. */
export const sensePresses: Sense = (page) => {
  const { window: view, listen, now } = page;
  const { document } = view;
  const tell = hold(page, reducePress, startPresses);
  let down: { at: number; element: Element | null; answered: boolean } | null = null;
  let pressedAt = -Infinity;
  const answer = (near: boolean) => () => {
    if (down !== null) down.answered = true;
    tell({ type: 'answer', near });
  };
  const nearAnswer = answer(true);
  const fullAnswer = answer(false);
  const recent = () => {
    const from = down?.at ?? pressedAt;
    return now() - from <= THRESHOLDS.deadMs ? from : null;
  };
  const changes = watchChanges(page, recent, fullAnswer);

  const press = (event: MouseEvent, element: Element, disabled: boolean) => {
    if (isSkipped(element)) return;
    const control = controlOf(element, view);
    const from = down?.at ?? event.timeStamp;
    const answered = (down?.answered ?? false) || answersItself(element);
    const target = control ?? element;
    down = null;
    pressedAt = from;
    tell({
      type: 'press',
      from,
      x: event.clientX,
      y: event.clientY,
      key: page.keyOf(target),
      role: roleOf(target),
      judged: control !== null,
      disabled,
      answered,
    });
  };

  listen<PointerEvent>(document, 'pointerdown', (event, element) => {
    if (!event.isTrusted || event.button !== 0) return;
    changes.enter(event.composedPath());
    down = { at: event.timeStamp, element, answered: false };
  });
  listen(document, 'pointercancel dragstart', () => {
    down = null;
  });
  // A disabled control gets no click: the pointer going up on it is the press.
  listen<PointerEvent>(document, 'pointerup', (event, element) => {
    if (down !== null && element !== null && element === down.element && isDisabled(element))
      press(event, element, true);
  });
  listen<MouseEvent>(document, 'click', (event, element) => {
    if (!event.isTrusted || element === null || event.button !== 0) return;
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (held || (isDisabled(element) && down === null)) return;
    changes.enter(event.composedPath());
    press(event, element, isDisabled(element));
    // After the page's own handlers: a click that was let through on a real link or form makes the browser act.
    view.setTimeout(
      page.guard(() => {
        const href = element.closest('a[href]')?.getAttribute('href') ?? '#';
        if (!event.defaultPrevented && !href.startsWith('#') && !/^javascript:/i.test(href)) nearAnswer();
      }),
      0,
    );
  });
  listen<KeyboardEvent>(document, 'keydown', (event) => {
    if (event.key.length === 1) tell({ type: 'other' });
  });
  listen(
    document,
    'input change toggle play pause volumechange seeking copy cut invalid fullscreenchange',
    () => fullAnswer(),
  );
  listen(document, 'submit', (event) => {
    view.setTimeout(
      page.guard(() => {
        if (!event.defaultPrevented) fullAnswer();
      }),
      0,
    );
  });
  listen(document, 'focusin', (_, element) => {
    const held =
      element !== null &&
      down?.element !== null &&
      down?.element !== undefined &&
      element.contains(down.element);
    if (element !== null && !held && isSkipped(element)) nearAnswer();
  });
  listen(view, 'scroll', () => nearAnswer());
  listen(document, 'selectionchange', () => {
    if (view.getSelection()?.isCollapsed === false) nearAnswer();
  });
  listen(view, 'popstate hashchange blur pagehide beforeprint', (event) => {
    if (event.target === view) tell({ type: 'leave' });
  });
  listen(document, 'visibilitychange', () => tell({ type: 'leave' }));
  const { navigation } = view as { navigation?: EventTarget };
  if (navigation !== undefined) listen(navigation, 'navigate', () => fullAnswer());

  page.signals.on('error', () => tell({ type: 'error' }));
  page.signals.on('request', ({ from }) => tell({ type: 'request', from }));
  page.signals.on('tick', () => tell({ type: 'time' }));
};
