import type { FactKind } from '@causeway/contract';
import { buildSync } from 'esbuild';
import type { BrowserContext } from 'playwright-core';
import type { Heard } from './play.ts';

/** A peer: how it is started with its frustration features on, and which of its words stand for which of our kinds. */
type Peer = {
  readonly name: string;
  readonly entry: string;
  readonly words: readonly (readonly [RegExp, FactKind])[];
  readonly settleMs: number;
};

/** Where the peers send to; each request there is answered with an empty success and read for words. */
const HOST = 'https://collect.example';

const PEERS: readonly Peer[] = [
  {
    name: 'posthog',
    // its own files for dead clicks and errors come with the full bundle, as it is used without a loader
    entry: `import posthog from 'posthog-js/dist/module.full.no-external.js';
      posthog.init('phc_key',{api_host:'${HOST}',autocapture:true,capture_dead_clicks:true,rageclick:true,capture_exceptions:true,
      capture_performance:{web_vitals:true},disable_session_recording:true,request_batching:false,disable_compression:true,
      advanced_disable_decide:true,advanced_disable_flags:true,opt_out_useragent_filter:true,
      before_send:(e)=>{__felt('raw:'+e.event+' '+JSON.stringify(e.properties.$web_vitals_LCP_value??''));return e}});`,
    words: [
      [/raw:\$dead_click/, 'dead-click'],
      [/raw:\$rageclick/, 'rage-click'],
      [/raw:\$exception/, 'script-error'],
    ],
    settleMs: 5500,
  },
  {
    name: 'sentry',
    entry: `import * as S from '@sentry/browser';
      const told=(e)=>{const d=JSON.stringify(e);__felt('raw:'+d);return e};
      S.init({dsn:'https://key@collect.example/1',integrations:[S.replayIntegration({beforeAddRecordingEvent:(e)=>told(e)}),S.browserTracingIntegration()],
      replaysSessionSampleRate:1,replaysOnErrorSampleRate:1,tracesSampleRate:1,beforeSend:(e)=>{__felt('raw:exception');return e},
      beforeBreadcrumb:(b)=>{__felt('raw:'+b.category);return b}});`,
    words: [
      [/ui\.slowClickDetected/, 'dead-click'],
      [/ui\.multiClick/, 'rage-click'],
      [/raw:exception$/, 'script-error'],
    ],
    settleMs: 8500,
  },
  {
    name: 'datadog',
    entry: `import {datadogRum} from '@datadog/browser-rum';
      datadogRum.init({applicationId:'a',clientToken:'pub',site:'datadoghq.com',proxy:'${HOST}/dd',sessionSampleRate:100,sessionReplaySampleRate:0,
      trackUserInteractions:true,trackResources:true,trackLongTasks:true,
      beforeSend:(e)=>{if(e.type==='action')for(const f of e.action.frustration?.type??[])__felt('raw:'+f);
      if(e.type==='error')__felt('raw:error');if(e.type==='long_task'&&e.long_task.duration>200e6)__felt('raw:long_task');return true}});`,
    words: [
      [/raw:dead_click/, 'dead-click'],
      [/raw:rage_click/, 'rage-click'],
      [/raw:error_click/, 'error-click'],
      [/raw:error$/, 'script-error'],
      [/raw:long_task/, 'long-frame'],
    ],
    settleMs: 5500,
  },
  {
    name: 'amplitude',
    entry: `import * as A from '@amplitude/analytics-browser';
      A.init('key',{serverUrl:'${HOST}/amp',flushIntervalMillis:200,flushQueueSize:1,remoteConfig:{fetchRemoteConfig:false},fetchRemoteConfig:false,
      autocapture:{frustrationInteractions:{deadClicks:true,rageClicks:true,errorClicks:true,thrashedCursor:true},elementInteractions:true}});
      A.add({name:'ear',type:'enrichment',setup:async()=>{},execute:async(e)=>{__felt('raw:'+e.event_type);return e}});`,
    words: [
      [/\[Amplitude\] Dead Click/i, 'dead-click'],
      [/\[Amplitude\] Rage Click/i, 'rage-click'],
      [/\[Amplitude\] Error Click/i, 'error-click'],
    ],
    settleMs: 5500,
  },
];

const quiet = async (context: BrowserContext): Promise<void> => {
  await context.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) =>
      route.fulfill({
        status: 200,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
        contentType: 'application/json',
        body: '{}',
      }),
  );
};

/** The peers, bundled from their own packages in `folder`. What each hands to its transport is heard before it is sent. */
export const peerTools = (folder: string): Heard[] =>
  PEERS.map(({ name, entry, words, settleMs }) => {
    const { outputFiles } = buildSync({
      stdin: { contents: entry, resolveDir: folder, loader: 'js' },
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      write: false,
      logLevel: 'silent',
    });
    return {
      tool: { name, script: outputFiles[0]?.text ?? '', start: '' },
      settleMs,
      hear: quiet,
      kindsOf: (word) => words.filter(([rule]) => rule.test(word)).map(([, kind]) => kind),
    };
  });

/** Kinds that a peer has any word for: the others are not counted against it. */
export const kindsOfPeer = (name: string): readonly FactKind[] =>
  PEERS.find((peer) => peer.name === name)?.words.map(([, kind]) => kind) ?? [];
