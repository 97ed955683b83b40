import ts from 'typescript';
import type { Source } from './tree.ts';

export interface Import {
  specifier: string;
  kind: 'static' | 'dynamic' | 'type';
  line: number;
}

export const parse = ({ path, text }: Source): ts.SourceFile =>
  ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.ES2022,
    true,
    /x$/.test(path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );

export const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
};

export const lineOf = (file: ts.SourceFile, node: ts.Node): number =>
  file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

export const importsOf = (source: Source): Import[] => {
  const file = parse(source);
  const found: Import[] = [];
  const add = (at: ts.Node, name: ts.Node | undefined, kind: Import['kind']): void => {
    const specifier = name !== undefined && ts.isStringLiteralLike(name) ? name.text : '(not a literal)';
    found.push({ specifier, kind, line: lineOf(file, at) });
  };
  walk(file, (node) => {
    if (ts.isImportDeclaration(node))
      add(node, node.moduleSpecifier, node.importClause?.isTypeOnly ? 'type' : 'static');
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
      add(node, node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    else if (ts.isExternalModuleReference(node)) add(node, node.expression, 'static');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal, 'type');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, node.arguments[0], 'dynamic');
    else if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'require'
    )
      add(node, node.arguments[0], 'static');
  });
  return found;
};
