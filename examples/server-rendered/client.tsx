import type { StartOptions } from '@causeway/sdk';
import { readBootstrap } from '@causeway/sdk/react';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { Checkout } from './checkout.tsx';

const options = JSON.parse(document.getElementById('options')?.textContent ?? '{}') as StartOptions;

// The same options and the same bootstrap as on the server: the first render is the same to the letter.
hydrateRoot(
  document.getElementById('root') as HTMLElement,
  <StrictMode>
    <Checkout options={options} bootstrap={readBootstrap(document)} />
  </StrictMode>,
);
