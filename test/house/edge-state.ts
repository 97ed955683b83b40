import ts from 'typescript';
import { lineOf, parse } from './syntax.ts';
import type { Source } from './tree.ts';

const COLLECTIONS = /^(Map|Set|WeakMap|WeakSet)$/;

const isEmptyStore = (node: ts.Expression): boolean =>
  (ts.isArrayLiteralExpression(node) && node.elements.length === 0) ||
  (ts.isObjectLiteralExpression(node) && node.properties.length === 0) ||
  (ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    COLLECTIONS.test(node.expression.text) &&
    (node.arguments ?? []).length === 0);

/** State at module level outlives a request and is shared by strangers: only `cache` may hold it. */
export const stateFaults = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path }) => path.startsWith('packages/worker-edge/src/') && !/\/cache(\/|\.ts$)/.test(path))
    .flatMap((source) => {
      const file = parse(source);
      return file.statements.filter(ts.isVariableStatement).flatMap((statement) => {
        const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
        return statement.declarationList.declarations
          .filter(({ initializer }) => !isConst || (initializer !== undefined && isEmptyStore(initializer)))
          .map((node) => `${source.path}:${lineOf(file, node)} ${node.name.getText(file)} is module state`);
      });
    });
