import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A recipe's script as a shop's bundler makes it: one module, from the built packages. */
export const bundle = async (file: URL): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(file)],
    bundle: true,
    format: 'esm',
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"development"' },
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
};
