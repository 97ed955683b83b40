import { type Shop } from './fixture.ts';
type Json = null | boolean | number | string | Json[] | {
    [key: string]: Json;
};
/** One body: a good one with one to three places made strange, or its text cut, flipped, doubled or deepened. */
export declare const fuzzedBody: (good: Json, seed: number) => string;
/** Sends fuzzed bodies to every route that takes one; how many answers had which status. */
export declare const fuzz: (shop: Shop, count: number, from?: number) => Promise<Map<number, number>>;
export {};
