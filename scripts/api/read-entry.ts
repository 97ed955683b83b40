import ts from 'typescript';
import type { PublicEntry } from './public-entries.ts';

/** One name of a type's inside. `type` and `doc` are text; an option is `optional`. */
export type Member = {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly doc: string;
};
export type Exported = {
  readonly name: string;
  /** the package that declares it */
  readonly room: string;
  readonly kind: 'function' | 'type' | 'value' | 'class';
  /** the declaration as a reader would write it */
  readonly signature: string;
  readonly doc: string;
  readonly members: readonly Member[];
  /** names of other types of ours in it */
  readonly speaksOf: readonly string[];
};
export type Api = {
  readonly entry: PublicEntry;
  readonly exports: readonly Exported[];
  /** types that the exports speak of, and that this subpath does not export by name */
  readonly beside: readonly Exported[];
};

const OURS = /\/packages\/[^/]+\/src\//;
const LONG = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;
const oneLine = (text: string): string =>
  text
    .replace(/\/\*\*?[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim();

const kindOf = (symbol: ts.Symbol, callable: boolean): Exported['kind'] => {
  if (symbol.flags & ts.SymbolFlags.Class) return 'class';
  if (symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) return 'type';
  return callable ? 'function' : 'value';
};

/** Reads what entries export, by the compiler: names, signatures, docstrings, and the insides of types and tables. */
export const apiReader = (program: ts.Program) => {
  const checker = program.getTypeChecker();
  const docOf = (symbol: ts.Symbol): string =>
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
  const real = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declarationOf = (symbol: ts.Symbol): ts.Declaration | undefined => symbol.declarations?.[0];
  const isOurs = (symbol: ts.Symbol): boolean =>
    OURS.test(declarationOf(symbol)?.getSourceFile().fileName ?? '');

  const memberOf = (property: ts.Symbol, at: ts.Declaration, isTable: boolean): Member => {
    const declared = property.valueDeclaration ?? at;
    const written =
      ts.isPropertySignature(declared) && declared.type !== undefined
        ? oneLine(declared.type.getText())
        : isTable && ts.isPropertyAssignment(declared)
          ? oneLine(declared.initializer.getText())
          : checker.typeToString(checker.getTypeOfSymbolAtLocation(property, declared), declared, LONG);
    return {
      name: property.name,
      type: written,
      optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
      doc: docOf(property),
    };
  };

  /** The inside of a type of properties; nothing of a function's, a list's, a union's or a platform's type. */
  const membersOf = (type: ts.Type, at: ts.Declaration, isTable: boolean): Member[] => {
    if (type.isUnion() || !(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return [];
    if (type.getCallSignatures().length > 0 || checker.isArrayLikeType(type)) return [];
    return checker
      .getPropertiesOfType(type)
      .filter((property) => isOurs(property) && !property.name.startsWith('__'))
      .map((property) => memberOf(property, at, isTable));
  };

  const speaksOf = (declaration: ts.Declaration): ts.Symbol[] => {
    const found = new Set<ts.Symbol>();
    const look = (node: ts.Node): void => {
      // What a function does inside is its own affair.
      if (ts.isBlock(node) || ts.isCallExpression(node)) return;
      const name = ts.isTypeReferenceNode(node) ? node.typeName : undefined;
      const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
      if (symbol !== undefined) {
        const target = real(symbol);
        if (isOurs(target) && !(target.flags & ts.SymbolFlags.TypeParameter)) found.add(target);
      }
      ts.forEachChild(node, look);
    };
    if (ts.isVariableDeclaration(declaration)) {
      const { initializer: value, type } = declaration;
      if (type !== undefined) look(type);
      if (value !== undefined && ts.isArrowFunction(value))
        for (const part of [...value.parameters, value.type]) if (part !== undefined) look(part);
    } else look(declaration);
    return [...found];
  };

  const exported = (symbol: ts.Symbol, name: string): Exported => {
    const at = declarationOf(symbol);
    if (at === undefined) throw new Error(`${name} has no declaration`);
    const isType = (symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) !== 0;
    const type = isType
      ? checker.getDeclaredTypeOfSymbol(symbol)
      : checker.getTypeOfSymbolAtLocation(symbol, at);
    const kind = kindOf(symbol, type.getCallSignatures().length > 0);
    const instance = kind === 'class' ? checker.getDeclaredTypeOfSymbol(symbol) : type;
    const members = membersOf(instance, at, kind === 'value');
    const text = (): string => {
      if (kind === 'class') return `class ${name}`;
      if (ts.isTypeAliasDeclaration(at)) return at.getText().replace(/^export /, '');
      if (ts.isInterfaceDeclaration(at)) return at.getText().replace(/^export /, '');
      const shape = checker.typeToString(type, at, LONG);
      return kind === 'value' && members.length > 0 ? `const ${name}` : `const ${name}: ${shape}`;
    };
    return {
      name,
      room: /\/packages\/([^/]+)\//.exec(at.getSourceFile().fileName)?.[1] ?? '',
      kind,
      signature: text(),
      doc: docOf(symbol),
      members,
      speaksOf: speaksOf(at).map((other) => other.name),
    };
  };

  return (entry: PublicEntry): Api => {
    const file = program.getSourceFile(entry.source);
    const module = file && checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entry.source} is no module`);
    const listed = checker.getExportsOfModule(module).map((symbol) => [real(symbol), symbol.name] as const);
    const known = new Set(listed.map(([symbol]) => symbol));
    const beside: ts.Symbol[] = [];
    const more = (symbols: readonly ts.Symbol[]): void => {
      for (const symbol of symbols) {
        const at = declarationOf(symbol);
        for (const other of at === undefined ? [] : speaksOf(at)) {
          if (known.has(other)) continue;
          known.add(other);
          beside.push(other);
          more([other]);
        }
      }
    };
    more(listed.map(([symbol]) => symbol));
    return {
      entry,
      exports: listed.map(([symbol, name]) => exported(symbol, name)),
      beside: beside.map((symbol) => exported(symbol, symbol.name)),
    };
  };
};
