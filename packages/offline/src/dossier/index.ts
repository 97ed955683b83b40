export * from './dossier-data.ts';
export * from './dossier-html.ts';
