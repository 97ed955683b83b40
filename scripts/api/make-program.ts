import { join } from 'node:path';
import ts from 'typescript';

/** The program of these files under the repository's own strictness, with what a page and React bring. */
export const makeProgram = (root: string, files: readonly string[]): ts.Program => {
  const { config, error } = ts.readConfigFile(join(root, 'packages/sdk/tsconfig.json'), ts.sys.readFile);
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'packages/sdk'));
  return ts.createProgram([...files], { ...options, composite: false, incremental: false, noEmit: true });
};
