import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../test/support/root.ts';

const VITALS = `import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals';
for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(() => undefined);`;
const GROWTHBOOK = `import { GrowthBook } from '@growthbook/growthbook';
const gb = new GrowthBook({ attributes: { id: '1' }, trackingCallback() {} });
gb.initSync({ payload: { features: { help: { defaultValue: false, rules: [{ variations: [false, true], weights: [0.5, 0.5] }] } } } });
gb.isOn('help');`;

/** What a page loads of each tool; every host is the page's own, so that no one waits for a network. */
const SOURCES = {
  'web-vitals': VITALS,
  growthbook: GROWTHBOOK,
  'web-vitals + growthbook': `${VITALS}\n${GROWTHBOOK}`,
  sentry: `import * as Sentry from '@sentry/browser';
Sentry.init({ dsn: location.origin.replace('//', '//key@') + '/1', replaysSessionSampleRate: 1,
  integrations: [Sentry.replayIntegration()] });`,
  posthog: `import posthog from 'posthog-js';
posthog.init('phc_bench', { api_host: location.origin, autocapture: true, capture_dead_clicks: false, advanced_disable_flags: true });`,
  datadog: `import { datadogRum } from '@datadog/browser-rum';
datadogRum.init({ applicationId: 'a', clientToken: 'pub', site: 'datadoghq.com', proxy: location.origin + '/dd',
  sessionSampleRate: 100, sessionReplaySampleRate: 0, trackUserInteractions: true, trackResources: true, trackLongTasks: true });`,
} as const;

/** The peers as their shop could have them: with the comment that has Chromium compile a script whole, as ours have it. */
export const PEERS_WHOLE = 'web-vitals + growthbook, compiled whole';

export const OURS = ['causeway', 'causeway-friction'] as const;
export const TOOLS = [
  'none',
  ...OURS,
  PEERS_WHOLE,
  ...(Object.keys(SOURCES) as (keyof typeof SOURCES)[]),
] as const;
export type Tool = (typeof TOOLS)[number];

const START = `;causeway.start({ consent: 'granted', edge: '/edge', keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'k' }], stages: { cart: '/*' } });`;

/** The script that a page loads for a tool, minified as a shop would. */
export const scriptOf = async (tool: Tool): Promise<string> => {
  if (tool === 'none') return '';
  if (tool === 'causeway' || tool === 'causeway-friction')
    return readFileSync(join(ROOT, `packages/sdk/dist/${tool}.js`), 'utf8') + START;
  if (tool === PEERS_WHOLE)
    return `//# allFunctionsCalledOnLoad\n${await scriptOf('web-vitals + growthbook')}`;
  const { outputFiles } = await build({
    stdin: { contents: SOURCES[tool], resolveDir: ROOT, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    conditions: ['browser'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
};
