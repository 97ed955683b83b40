import { blobOfText, openTrusted } from '@causeway/contract';
import { firstHazard } from './inline.ts';

firstHazard((text) => {
  const model = openTrusted(blobOfText(text), WebAssembly);
  if (model === null) throw new Error('the kernel did not run');
  return model.score;
});
