export * from './log-monitor.ts';
export * from './training-window.ts';
