import { Fault } from '@causeway/contract';
import type { BucketSource } from '../log/index.ts';

/** https://HOST/BUCKET as a bucket; whose keys open it stands in the environment, never in a command. */
export const bucketOf = (address: string, prefix: string): BucketSource => {
  const url = new URL(address);
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
  } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Fault(
      'missing-key',
      'bucket',
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are to be in the environment',
    );
  }
  return {
    endpoint: url.origin,
    bucket: url.pathname.replace(/^\/|\/$/g, ''),
    prefix,
    accessKeyId,
    secretAccessKey,
    region: region ?? 'auto',
  };
};
