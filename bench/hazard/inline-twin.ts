import { blobOfText, openModel } from '@causeway/contract';
import { firstHazard } from './inline.ts';

firstHazard((text) => openModel(blobOfText(text)).score);
