import { openModel } from '@causeway/contract';
import { measure } from './page.ts';

void measure((blob) => {
  const model = openModel(blob);
  return (row) => model.score(row);
}, true);
