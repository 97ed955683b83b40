const BLOCK = /<!-- file: (\S+) -->\n```(\w+)\n[\s\S]*?```\n/g;
const LANGUAGES: Readonly<Record<string, string>> = {
  liquid: 'html',
  tsx: 'tsx',
  ts: 'ts',
  js: 'js',
  html: 'html',
};

/** A page of Markdown with each block under `<!-- file: path -->` as that file is now. Throws for a block with no such file. */
export const withFiles = (page: string, read: (path: string) => string): string =>
  page.replace(BLOCK, (_, path: string) => {
    const language = LANGUAGES[path.split('.').at(-1) ?? ''];
    if (language === undefined)
      throw new Error(`${path}: allowed are files of ${Object.keys(LANGUAGES).join(', ')}`);
    return `<!-- file: ${path} -->\n\`\`\`${language}\n${read(path).trimEnd()}\n\`\`\`\n`;
  });

/** The paths of the files that a page shows. */
export const filesOf = (page: string): string[] => [...page.matchAll(BLOCK)].map(([, path = '']) => path);
