import { answersItself, controlOf, controlUnder, FIELD, isDisabled, isSkipped } from './controls.ts';
import { reducePress, startPresses } from './press-reducer.ts';
import { tracePress } from './press-traces.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';
import { watchChanges } from './watch-changes.ts';

/** How often an open press is looked at for traces, ms. */
const LOOK_MS = 100;

type Down = {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly element: Element;
  readonly path: readonly EventTarget[];
  readonly control: Element | null;
  readonly trace: () => boolean;
  answered: boolean;
};

/** Clicks that nothing, or something late, answered: dead, rage, slow-answer and error clicks. */
export const sensePresses: Sense = (page) => {
  const { window: view, listen, listenWithin, now, later } = page;
  const { document } = view;
  const tell = hold(page, reducePress, startPresses);
  let down: Down | null = null;
  let last: Down | null = null;
  let clickedAt = -1;

  const answer = (near = false, sure: 'yes' | 'maybe' | 'beat' = 'yes') => {
    if (down !== null && sure === 'yes') down.answered = true;
    tell({
      type: 'answer',
      near,
      maybe: sure !== 'yes',
      beat: sure === 'beat',
      ...(down === null ? {} : { key: page.keyOf(down.control ?? down.element) }),
    });
  };
  const current = () => down ?? last;
  const changes = watchChanges(page, {
    pressedAt() {
      const at = current()?.at ?? -Infinity;
      return now() - at <= THRESHOLDS.deadMs ? at : null;
    },
    control: () => ({ element: current()?.control ?? null, down: down !== null }),
    onAnswer: (sure) => answer(false, sure),
    onRevoke: (from, beat) => tell({ type: 'revoke', from, beat }),
  });

  const downAt = (event: MouseEvent, element: Element): Down => {
    const { clientX: x, clientY: y } = event;
    const path = event.composedPath();
    changes.enter(path);
    const control = controlOf(path, view) ?? controlUnder(element, x, y, view);
    return {
      at: now(),
      x,
      y,
      element,
      path,
      control,
      trace: tracePress(control ?? element, view, now),
      answered: false,
    };
  };
  const press = (pressed: Down, disabled: boolean) => {
    down = null;
    last = pressed;
    const { at, x, y, element, path, control, trace } = pressed;
    if (isSkipped(path)) return;
    const target = control ?? element;
    tell({
      type: 'press',
      from: at,
      x,
      y,
      key: page.keyOf(target),
      role: roleOf(target),
      judged: control !== null,
      disabled,
      answered: pressed.answered || answersItself(target),
    });
    if (disabled) return;
    const look = () => {
      if (now() - at > THRESHOLDS.deadMs || last !== pressed) return;
      if (trace()) answer();
      else later(LOOK_MS, look);
    };
    look();
    later(0, () => now() - at < THRESHOLDS.deadMs && trace() && answer());
  };
  const settleLater = () => {
    for (const ms of [THRESHOLDS.burstMs, THRESHOLDS.deadMs]) later(ms + 20, () => tell({ type: 'time' }));
  };

  listen<PointerEvent>(document, 'pointerdown', (event, element) => {
    if (!event.isTrusted || event.button !== 0 || element === null) return;
    down = downAt(event, element);
  });
  listen(document, 'pointercancel dragstart', () => {
    down = null;
  });
  // A disabled control gets no click: the pointer going up on it is the press.
  listen<PointerEvent>(document, 'pointerup', (event, element) => {
    if (down === null) return;
    const moved = Math.max(Math.abs(event.clientX - down.x), Math.abs(event.clientY - down.y));
    if (moved > THRESHOLDS.dragPx) {
      last = down = null;
      clickedAt = event.timeStamp;
    } else if (element === down.element && down.control !== null && isDisabled(down.control)) {
      press(down, true);
      settleLater();
    }
  });
  listen<MouseEvent>(document, 'click', (event, element) => {
    if (!event.isTrusted) {
      // A file chooser or a download that a press opened by script.
      if (element?.matches('input[type=file],a[download]')) answer(true);
      return;
    }
    const held = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    // A label hands its click on to its field, with the same time; a drag ends with one.
    const same = clickedAt === event.timeStamp;
    clickedAt = event.timeStamp;
    if (element === null || event.button !== 0 || held || same) return;
    const pressed = down ?? downAt(event, element);
    if (pressed.control !== null && isDisabled(pressed.control)) return;
    const from = now();
    press(pressed, false);
    settleLater();
    // After the page's own handlers: a click that was let through on a real link makes the browser act.
    later(0, () => {
      const link = element.closest<HTMLAnchorElement>('a[href]');
      const stays =
        link === null || event.defaultPrevented || /^(#|javascript:)/i.test(link.getAttribute('href') ?? '');
      if (!stays || now() - from >= THRESHOLDS.heldMs) answer();
      if (
        link?.hash &&
        !event.defaultPrevented &&
        document.querySelector(link.hash.replace(/[^#\w-]/g, '\\$&'))
      )
        answer(true);
    });
  });
  listen<KeyboardEvent>(document, 'keydown', (event) => {
    if (event.key.length === 1 && event.key !== ' ') tell({ type: 'other' });
  });
  listen(document, 'input copy cut fullscreenchange beforeprint', () => answer());
  listenWithin('change toggle play pause volumechange seeking invalid', () => answer());
  listenWithin('submit', (event) => later(0, () => !event.defaultPrevented && answer()));
  listenWithin('load', (_, element) => element?.localName === 'iframe' && answer());
  listen(document, 'focusin', (_, element) => {
    const held = element !== null && down !== null && element.contains(down.element);
    if (element !== null && !held && element.matches(FIELD)) answer(true);
  });
  listenWithin('scroll', () => answer(true));
  listen(document, 'selectionchange', () => {
    const { control } = current() ?? {};
    if (control === null && view.getSelection()?.isCollapsed === false) tell({ type: 'leave' });
  });
  listen(view, 'blur pagehide beforeprint', (event) => {
    if (event.target === view) tell({ type: 'leave' });
  });
  listen(document, 'visibilitychange', () => tell({ type: 'leave' }));
  const { navigation } = view as { navigation?: EventTarget };
  if (navigation !== undefined)
    listen<Event & { readonly destination?: { readonly url: string } }>(
      navigation,
      'navigate',
      ({ destination }) => {
        // A change of the hash alone is answered by where it leads: by scrolling, or by what the page does.
        const bare = (url = '') => url.replace(/#.*/, '');
        if (bare(destination?.url) !== bare(view.location.href)) answer();
      },
    );

  page.signals.on('error', ({ own }) => tell({ type: 'error', own }));
  page.signals.on('request', ({ from }) => tell({ type: 'request', from }));
  page.signals.on('tick', () => tell({ type: 'time' }));
  changes.start();
};
