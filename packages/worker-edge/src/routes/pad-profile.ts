import type { Profile } from '@causeway/contract';

/** Tokens of known and unknown people must not differ in length: bodies are filled up to a multiple of this. */
const STEP = 512;
/** What `,"pad":""` itself takes. */
const FRAME = 9;

export const padProfile = (profile: Profile): Profile => {
  const size = JSON.stringify(profile).length + FRAME;
  return { ...profile, pad: '.'.repeat((STEP - (size % STEP)) % STEP) };
};
