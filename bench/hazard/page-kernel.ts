import { openTrusted } from '@causeway/contract';
import { measure } from './page.ts';

void measure((blob) => {
  const model = openTrusted(blob, WebAssembly);
  if (model === null) throw new Error('the kernel did not run');
  return (row) => model.score(row);
}, true);
