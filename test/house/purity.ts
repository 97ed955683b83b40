import ts from 'typescript';
import { lineOf, parse, walk } from './syntax.ts';
import type { Source } from './tree.ts';

/** Engines agree on these to the last bit; on exp, log, pow, tanh and their kin they do not. */
const EXACT = new Set(
  'abs ceil clz32 floor fround imul max min round sign sqrt trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'.split(
    ' ',
  ),
);

const OUTSIDE = new Set(
  (
    'Date performance fetch crypto process globalThis window self document navigator location localStorage ' +
    'sessionStorage indexedDB setTimeout setInterval setImmediate requestAnimationFrame requestIdleCallback ' +
    'XMLHttpRequest WebSocket Intl Buffer require'
  ).split(' '),
);

const isName = (node: ts.Identifier): boolean => {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isQualifiedName(parent)
  );
};

const isValueOf = (node: ts.Identifier): boolean =>
  !isName(node) || (ts.isPropertyAssignment(node.parent) && node.parent.initializer === node);

const declaredNames = (file: ts.SourceFile): Set<string> => {
  const names = new Set<string>();
  walk(file, (node) => {
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name)
    )
      names.add(node.name.text);
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) names.add(node.name.text);
    if (ts.isImportSpecifier(node)) names.add(node.name.text);
  });
  return names;
};

const POWERS = new Set([ts.SyntaxKind.AsteriskAsteriskToken, ts.SyntaxKind.AsteriskAsteriskEqualsToken]);

const faultOf = (node: ts.Node, local: ReadonlySet<string>): string | undefined => {
  if (ts.isBinaryExpression(node) && POWERS.has(node.operatorToken.kind)) return '** is Math.pow';
  if (ts.isPropertyAccessExpression(node) && /^(toLocale|localeCompare)/.test(node.name.text))
    return `${node.name.text} depends on the machine's locale`;
  if (!ts.isIdentifier(node) || !isValueOf(node) || local.has(node.text)) return undefined;
  if (OUTSIDE.has(node.text)) return `${node.text} is outside a pure package`;
  if (node.text !== 'Math') return undefined;
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent)) return 'Math is used whole: name the function';
  return EXACT.has(parent.name.text) ? undefined : `Math.${parent.name.text} is not replayable`;
};

export const purityFaults = (sources: readonly Source[]): string[] =>
  sources.flatMap((source) => {
    const file = parse(source);
    const local = declaredNames(file);
    const faults: string[] = [];
    walk(file, (node) => {
      const fault = faultOf(node, local);
      if (fault !== undefined) faults.push(`${source.path}:${lineOf(file, node)} ${fault}`);
    });
    return faults;
  });
