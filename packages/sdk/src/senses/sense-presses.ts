import { answersItself, controlOf, FIELD, isSkipped } from './controls.ts';
import { fits, isIn } from './elements.ts';
import type { Step } from './felt-fact.ts';
import { YES } from './own-change.ts';
import {
  onAnswer,
  onArrival,
  onError,
  onLeave,
  onOther,
  onPress,
  onRequest,
  onRevoke,
  onSeen,
  onTime,
  type Press,
  type PressState,
  startPresses,
} from './press-reducer.ts';
import { tracePress } from './press-traces.ts';
import { roleOf } from './role-of.ts';
import type { Sense } from './sense-page.ts';
import { hold } from './sense-page.ts';
import { THRESHOLDS } from './thresholds.ts';
import { type Pressed, watchChanges } from './watch-changes.ts';

/** How often an open press is looked at for traces, and how far apart events of one scroll are at most, ms. */
const LOOK_MS = 100;
const DISABLED = ':disabled';

type Down = Press &
  Pressed & {
    readonly hit: Element;
    readonly unjudgeable: boolean;
    readonly hasTrace: () => boolean;
    isDown: boolean;
    hadEffect: boolean;
  };
type Navigation = Event & { readonly destination: { readonly url: string } };

/** Clicks that nothing, or something late, answered: dead, rage, slow-answer and error clicks. */
export const sensePresses: Sense = (page) => {
  const { nowMs, afterMs } = page;
  const keep = hold(page, startPresses);
  const tell = <Told extends readonly unknown[]>(step: Step<PressState, Told>, ...told: Told) => {
    keep(onTime);
    keep(step, ...told);
  };
  /** the press whose pointer is down, and the last one that was a press */
  let down: Down | undefined;
  let last: Down | undefined;
  let clickedAt = -1;
  let isTyping = false;
  /** when the page was scrolled, or data came that no one had asked for; the part that the pointer came to, and when */
  let otherAt = -Infinity;
  let [over, overAt]: [Element | null | undefined, number] = [null, -Infinity];
  let scrolledAt = -Infinity;
  const current = () => down ?? last;

  const answer = (near?: boolean, surely = YES) => {
    if (down && surely === YES) down.hadEffect = true;
    tell(onAnswer, near, surely, down?.spot);
  };
  const answerNow = () => answer();
  const leave = () => tell(onLeave);
  const settle = () => keep(onTime);

  const pressAt = (event: MouseEvent, hit: Element): Down => {
    const path = event.composedPath().filter((one): one is Element => (one as Node).nodeType === 1);
    const control = controlOf(path, event);
    const spot = control ?? hit;
    return {
      downAt: nowMs(),
      x: event.clientX || 0,
      y: event.clientY || 0,
      hit,
      spot,
      roleName: roleOf(spot),
      judged: !!control,
      unjudgeable: isSkipped(path),
      hasTrace: tracePress(spot, nowMs),
      isDown: true,
      hadEffect: answersItself(spot),
    };
  };
  const press = (pressed: Down, disabled: boolean) => {
    const { downAt, unjudgeable, hasTrace } = pressed;
    down = undefined;
    last = pressed;
    pressed.isDown = false;
    if (unjudgeable) return tell(onSeen);
    isTyping = false;
    tell(onPress, pressed, disabled);
    const look = () => {
      if (last !== pressed || nowMs() - downAt > THRESHOLDS.deadMs) return;
      if (hasTrace()) answer();
      else afterMs(LOOK_MS, look);
    };
    if (disabled) return;
    // Before the page's own handlers, and after them.
    look();
    afterMs(0, () => hasTrace() && answer());
  };

  page.hear({
    pointerdown(event: PointerEvent, element) {
      if (event.isTrusted && !event.button && element) down = pressAt(event, element);
    },
    'pointercancel dragstart'() {
      down = undefined;
    },
    // A disabled control gets no click: the pointer going up on it is the press.
    pointerup({ clientX, clientY, timeStamp }: PointerEvent, element) {
      if (!down) return;
      if (Math.hypot(clientX - down.x, clientY - down.y) > THRESHOLDS.dragPx) {
        last = down = undefined;
        clickedAt = timeStamp;
      } else if (element === down.hit && down.judged && isIn(down.spot, DISABLED)) press(down, true);
    },
    click(event: PointerEvent, element) {
      const { timeStamp, isTrusted, button, ctrlKey, metaKey, shiftKey } = event;
      // A file chooser or a download that a press opened by script.
      if (!isTrusted && element?.matches('input[type=file],a[download]')) answer(true);
      // A label hands its click on to its field, with the same time; a drag ends with one.
      if (!isTrusted || !element || clickedAt === timeStamp) return;
      clickedAt = timeStamp;
      const pressed = down ?? pressAt(event, element);
      if (button || ctrlKey || metaKey || shiftKey || (pressed.judged && isIn(pressed.spot, DISABLED)))
        return;
      const from = nowMs();
      press(pressed, false);
      // After the page's own handlers: a click that was let through on a real link makes the browser act.
      afterMs(0, () => {
        const link = event.defaultPrevented ? null : element.closest<HTMLAnchorElement>('a[href]');
        if (
          nowMs() - from >= THRESHOLDS.heldMs ||
          (link && !/^(#|javascript:)/i.test(`${link.getAttribute('href')}`))
        )
          answer();
        if (link?.hash && document.getElementById(link.hash.slice(1))) answer(true);
      });
    },
    keydown(event: KeyboardEvent, element) {
      const { key, repeat } = event;
      isTyping = fits(element, FIELD);
      if (/^[^ ]$/.test(key)) tell(onOther);
      // No browser clicks these for a key.
      if (!repeat && /^( |Enter)$/.test(key) && element?.matches('[role=button]:not(button,a,input,summary)'))
        press(pressAt(event as never, element), false);
    },
    // What is typed goes into a field, and answers no press.
    input: ({ isTrusted }: Event, field) =>
      isTrusted && isTyping && fits(field, FIELD) ? tell(onOther) : answer(),
    'copy cut fullscreenchange change toggle play pause volumechange invalid': answerNow,
    seeking: (_, film) => fits(film, '[loop]') || answer(),
    submit: (event: Event) => afterMs(0, () => event.defaultPrevented || answer()),
    load: (_, element) => element?.localName === 'iframe' && element.clientWidth > 1 && answer(),
    focusin: (_, field) => field?.matches(FIELD) && !(down && field.contains(down.hit)) && answer(true),
    scroll({ target }: Event) {
      // One that was under way already goes on.
      if (nowMs() - scrolledAt > LOOK_MS) answer(true);
      scrolledAt = nowMs();
      if (target === document) otherAt = scrolledAt;
    },
    pointerover(_, element) {
      [over, overAt] = [element?.parentElement ?? element, nowMs()];
    },
    ':arrival': ([from, end]: readonly [number, number]) => {
      otherAt = end;
      tell(onArrival, from, end);
    },
    selectionchange: () => current()?.judged === false && getSelection()?.isCollapsed === false && leave(),
    'blur pagehide beforeprint': ({ target }: Event) => target === window && leave(),
    visibilitychange: leave,
    navigate({ destination }: Navigation) {
      // A change of the hash alone is answered by where it leads: by scrolling, or by what the page does.
      if (destination.url.split('#')[0] !== location.href.split('#')[0]) answer();
    },
    ':error': (own: boolean) => tell(onError, own),
    ':request': ([from]: readonly number[]) => tell(onRequest, from as number),
    ':tick'() {
      page.lookAround();
      settle();
    },
  });
  /** Whether a change follows what the shopper or the page did some time after the press. */
  const follows = (node: Node): boolean | undefined => {
    const [at, { downAt = Infinity } = {}] = [nowMs(), current()];
    const isAfter = (then: number) => then - downAt > THRESHOLDS.nearMs && at - then <= THRESHOLDS.followsMs;
    return isAfter(otherAt) || (isAfter(overAt) && over?.contains(node));
  };
  watchChanges(page, current, follows, (surely, doubt) =>
    doubt ? tell(onRevoke, doubt) : answer(false, surely),
  );
  page.lookAround();
};
