#!/usr/bin/env node
// From source, so the command works right after `npm ci` with no build step.
import { fileURLToPath } from 'node:url';
import { runTs } from './run-ts.mjs';

runTs(fileURLToPath(new URL('../src/cli/main.ts', import.meta.url)), process.argv.slice(2));
