import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../support/root.ts';

/** `runGolden` as one script, for runtimes that cannot read our sources: a page (global `golden`) or a worker. */
export const bundleGolden = async (format: 'iife' | 'esm'): Promise<string> => {
  const entry = fileURLToPath(new URL('./run-golden.ts', import.meta.url));
  const { outputFiles } = await build({
    stdin: {
      contents:
        format === 'iife'
          ? `export { runGolden } from ${JSON.stringify(entry)};`
          : `import { runGolden } from ${JSON.stringify(entry)};
             export default { async fetch(request) {
               return Response.json(await runGolden(await request.json(), crypto.subtle));
             } };`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format,
    ...(format === 'iife' ? { globalName: 'golden' } : {}),
    conditions: ['source'],
    target: 'es2022',
  });
  return (outputFiles[0] as { text: string }).text;
};
