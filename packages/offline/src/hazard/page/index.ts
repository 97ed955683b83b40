export {
  learnPageHazard,
  MOST_PAGE_BLOB_BYTES,
  PAGE_FORMS,
  type PageForm,
  type PageHazard,
  type PageTrial,
} from './learn-page-hazard.ts';
export * from './or-fault.ts';
export { pageFiles } from './page-files.ts';
