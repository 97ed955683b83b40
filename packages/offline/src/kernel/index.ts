export * from './arena.ts';
export * from './boost-kernel.ts';
export * from './net-kernel.ts';
