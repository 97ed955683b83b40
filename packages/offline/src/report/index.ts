export * from './console-data.ts';
export * from './friction-map.ts';
export * from './report-html.ts';
