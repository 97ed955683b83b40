// The React storefront: the same shop, with Causeway from its npm entry.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readConfig } from '../shared/page-config.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App config={readConfig()} />
    </StrictMode>,
  );
}
