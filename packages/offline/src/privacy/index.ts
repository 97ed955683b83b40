export * from './access-subject.ts';
export * from './data-inventory.ts';
export * from './field-register.ts';
export * from './impact-assessment.ts';
export * from './retain-rows.ts';
