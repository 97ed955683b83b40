// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { startFriction } from '../../packages/sdk/src/friction/start-friction.ts';

it.each([
  ['no options', null],
  ['a report that is no address', { consent: 'granted', report: 'http://[' }],
  ['a selector that is none', { consent: 'granted', friction: { exclude: '[[' } }],
])('%s costs the page nothing', (_, options) => {
  const watch = startFriction(options as never);
  expect(() => {
    watch.on('friction', () => {});
    watch.consent('granted');
    watch.friction('payment-failed');
    watch.stage('payment');
    watch.stop();
  }).not.toThrow();
});
