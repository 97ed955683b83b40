import { useShopper } from '@causeway/sdk/react';
import { useEffect } from 'react';
import { stageOf } from '../shared/journey.ts';

/** Names the stage as soon as the route changes, so that what is felt next counts where it belongs. */
export const StageFollower = ({ path }: { readonly path: string }) => {
  const shopper = useShopper();
  useEffect(() => shopper?.stage(stageOf(`/react${path}`)), [shopper, path]);
  return null;
};
