export * from './alert.ts';
export * from './deliver-alerts.ts';
