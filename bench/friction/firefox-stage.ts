import type { Firefox } from '../../test/support/firefox.ts';
import { READ_MS } from './chromium-stage.ts';
import { firefoxPage } from './firefox-page.ts';
import type { Stage } from './stage.ts';

type Message = { readonly channel: string; readonly data: { readonly value?: unknown } };
type Prompt = { readonly context: string };

/** So long a page may take to load, ms. */
const LOAD_MS = 15_000;

/** Firefox by WebDriver BiDi: a container of its own a page. Peers are not heard here. One page at a time: it has the focus. */
export const firefoxStage = ({ bidi }: Firefox): Stage => {
  let count = 0;
  return {
    async open(_scenario, hear, onFelt) {
      if (hear !== undefined) throw new Error('peers are played in Chromium alone');
      count += 1;
      const channel = `felt-${count}`;
      const { userContext } = await bidi.send<{ userContext: string }>('browser.createUserContext');
      const { context } = await bidi.send<{ context: string }>('browsingContext.create', {
        type: 'window',
        userContext,
      });
      await bidi.send('browsingContext.activate', { context });
      const { script } = await bidi.send<{ script: string }>('script.addPreloadScript', {
        functionDeclaration: '(felt) => { window.__felt = (word) => felt(word); }',
        arguments: [{ type: 'channel', value: { channel } }],
        contexts: [context],
      });
      const { subscription } = await bidi.send<{ subscription: string }>('session.subscribe', {
        events: ['script.message', 'browsingContext.userPromptOpened'],
      });
      const stops = [
        bidi.on<Message>('script.message', (message) => {
          if (message.channel === channel) onFelt(String(message.data.value));
        }),
        bidi.on<Prompt>('browsingContext.userPromptOpened', ({ context: of }) =>
          setTimeout(() => {
            const answer = { context: of, accept: true };
            bidi.send('browsingContext.handleUserPrompt', answer).catch(() => undefined);
          }, READ_MS),
        ),
      ];
      return {
        page: firefoxPage(bidi, context),
        async goto(url, early) {
          const loaded = bidi.send('browsingContext.navigate', {
            context,
            url,
            wait: early ? 'none' : 'complete',
          });
          await Promise.race([loaded, new Promise((done) => setTimeout(done, LOAD_MS))]);
        },
        async close() {
          for (const stop of stops) stop();
          await bidi.send('session.unsubscribe', { subscriptions: [subscription] }).catch(() => undefined);
          await bidi.send('script.removePreloadScript', { script }).catch(() => undefined);
          // Closes what the page opened as well: all that is in the container.
          await bidi.send('browser.removeUserContext', { userContext }).catch(() => undefined);
        },
      };
    },
  };
};
