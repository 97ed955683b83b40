import type { PublicJwk, Stage } from '@causeway/contract';
import { Fault, STAGES } from '@causeway/contract';
import type { MakeHazard } from '../core/index.ts';
import type { OnnxPlaces } from '../hazard/release-onnx.ts';
import type { ActionHandler } from './present.ts';

/** The visitor's word, as the shop's own banner has it. */
export type Consent = 'granted' | 'denied';

/** What `start` takes. All of it is optional: with none, nothing runs until `consent('granted')`. */
export type StartOptions = {
  /** base address of the edge, for decisions and profiles; absent: friction only, nothing is sent */
  readonly edge?: string;
  /** base address for beacons, when it is another one; by default that of `edge` */
  readonly beacons?: string;
  /** made by the shop's own server for someone who is logged in */
  readonly subjectToken?: string;
  /** pinned public keys of the edge's profile tokens, as /v1/jwks tells them; an edge needs one at least */
  readonly keys?: readonly PublicJwk[];
  /** nothing is listened to, stored or sent until it is `granted`; by default it is not */
  readonly consent?: Consent | undefined;
  /** an address of the shop's own server, which `erase()` posts `{subject}` to; by default the device alone is cleared */
  readonly eraseAt?: string;
  /** Global Privacy Control keeps everything off; true unless set to false */
  readonly honourGpc?: boolean;
  /** `exclude`: a selector whose subtrees the senses leave alone, beside those marked `data-causeway-ignore` */
  readonly friction?: { readonly exclude?: string };
  /** stage -> a path pattern ("/cart*") or a selector of an element that the stage shows; by default the path's usual words */
  readonly stages?: Partial<Record<Stage, string | readonly string[]>>;
  /** the shop's own renderers, by action; `decide` offers those that are here */
  readonly actions?: Readonly<Record<string, ActionHandler>>;
  /** for a decision, ms, 1 to 10000; by default 150 */
  readonly deadlineMs?: number;
  /** what runs the release's hazard: the inlined kernel, or onnxruntime-web in a worker for a model beyond it; by default `kernel` */
  readonly runtime?: 'kernel' | 'onnxruntime';
  /** where onnxruntime's files lie, for `runtime: 'onnxruntime'` */
  readonly onnx?: OnnxPlaces;
  /** a runtime of the shop's own for λ, in place of either; see `@causeway/sdk/hazard` */
  readonly hazardRuntime?: MakeHazard;
};

const AT = 'options.';
const ADDRESS = /^(https?:\/\/|\/)/;
/** What an option may be, as a text. */
const ALLOWED: { readonly [K in keyof StartOptions]?: RegExp } = {
  edge: ADDRESS,
  beacons: ADDRESS,
  eraseAt: ADDRESS,
  deadlineMs: /^([1-9]\d{0,3}(\.\d+)?|10000)$/,
  consent: /^(granted|denied)$/,
  runtime: /^(kernel|onnxruntime)$/,
};

/** What is wrong with the options, one fault each; a wrong one is left out and the rest is used. */
export const checkStartOptions = (options: StartOptions): { options: StartOptions; faults: Fault[] } => {
  const faults: Fault[] = [];
  const kept: { -readonly [K in keyof StartOptions]: StartOptions[K] } = { ...options };
  // Each sentence stands inside its Fault, where a page's bundle can leave it out (scripts/lean-page.mjs).
  const drop = (key: keyof StartOptions, fault: Fault) => {
    faults.push(fault);
    delete kept[key];
  };
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    const key = name as keyof StartOptions;
    const value = kept[key];
    const text = String(value);
    // A browser that cannot tell what an address is takes it.
    const fits = allowed.test(text) && (allowed !== ADDRESS || URL.canParse?.(text, 'https://a') !== false);
    if (value !== undefined && !fits)
      drop(key, new Fault('bad-config', AT + key, `got ${value}, allowed is a text like ${allowed.source}`));
  }
  if (kept.runtime === 'onnxruntime' && typeof kept.onnx?.model !== 'string')
    drop('runtime', new Fault('bad-config', `${AT}runtime`, 'it needs onnx.model, the address of the file'));
  if (kept.edge !== undefined && !kept.keys?.length)
    faults.push(
      new Fault('bad-config', `${AT}keys`, 'got none: an edge needs the public keys of its profile tokens'),
    );
  for (const [stage, rules] of Object.entries(kept.stages ?? {})) {
    if (!STAGES.includes(stage as Stage) || [rules].flat().some((rule) => typeof rule !== 'string'))
      faults.push(
        new Fault('bad-config', `${AT}stages.${stage}`, `allowed is one of ${STAGES.join(', ')}, with texts`),
      );
  }
  for (const [id, handler] of Object.entries(kept.actions ?? {})) {
    if (typeof handler !== 'function')
      drop('actions', new Fault('bad-config', `${AT}actions.${id}`, 'allowed is a function'));
  }
  return { options: kept, faults };
};
