import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '@causeway/contract';
import { AwsClient } from 'aws4fetch';

/** A bucket of an S3-compatible store (R2 among them), in path style: ENDPOINT/BUCKET/KEY. */
export type BucketSource = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** "auto" for R2 */
  readonly region: string;
};

export type FetchReport = { objects: number; fetched: number; bytes: number };

type Listed = { readonly key: string; readonly etag: string };

const unescape = (text: string): string =>
  text
    .replace(/&#x([0-9a-fA-F]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

const tag = (xml: string, name: string): string | null => {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return found === undefined ? null : unescape(found);
};

const pathOf = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

/** A key as a file's place under a folder. Throws `bad-log` for one that would leave it. */
const placeOf = (folder: string, key: string): string => {
  const parts = key.split('/');
  if (
    parts.some(
      (part) => part === '..' || part === '.' || part === '' || part.includes('\\') || part.includes('\0'),
    )
  ) {
    throw new Fault(
      'bad-log',
      'bucket',
      `got the key ${JSON.stringify(key)}, allowed are plain names with / between`,
    );
  }
  return join(folder, ...parts);
};

/**
 * Brings every object under a prefix into a folder, signed by SigV4: lists by pages, fetches what is not there yet, puts each
 * file in place whole. Objects are taken as never changing under one name unless their ETag does (the log is append-only), so
 * a fetch that was killed goes on where it was. Throws `bad-input` with the store's answer when it refuses.
 */
export const fetchLog = async (
  source: BucketSource,
  folder: string,
  progress: (message: string) => void = () => {},
): Promise<FetchReport> => {
  const { accessKeyId, secretAccessKey, region, bucket, prefix } = source;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 4 });
  const base = `${source.endpoint.replace(/\/$/, '')}/${encodeURIComponent(bucket)}`;
  const get = async (url: string): Promise<Response> => {
    const response = await client.fetch(url).catch((error: unknown) => {
      throw new Fault('bad-input', base, 'the store cannot be reached', error);
    });
    if (response.ok) return response;
    const said = tag(await response.text(), 'Code') ?? '';
    throw new Fault('bad-input', base, `the store answered ${response.status} ${said}`.trim());
  };
  const list = async function* (): AsyncGenerator<Listed> {
    let token: string | null = null;
    do {
      const more: string = token === null ? '' : `&continuation-token=${encodeURIComponent(token)}`;
      const xml: string = await (
        await get(`${base}?list-type=2&prefix=${encodeURIComponent(prefix)}${more}`)
      ).text();
      for (const [, content = ''] of xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
        const key = tag(content, 'Key');
        if (key !== null && !key.endsWith('/')) yield { key, etag: tag(content, 'ETag') ?? '' };
      }
      token = tag(xml, 'IsTruncated') === 'true' ? tag(xml, 'NextContinuationToken') : null;
    } while (token !== null);
  };
  const report: FetchReport = { objects: 0, fetched: 0, bytes: 0 };
  for await (const { key, etag } of list()) {
    report.objects++;
    const place = placeOf(folder, key);
    const mark = join(folder, '.fetched', createHash('sha256').update(`${key} ${etag}`).digest('hex'));
    if (existsSync(place) && existsSync(mark)) continue;
    const bytes = new Uint8Array(await (await get(`${base}/${pathOf(key)}`)).arrayBuffer());
    for (const path of [place, mark]) mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${place}.unfinished`, bytes);
    renameSync(`${place}.unfinished`, place);
    writeFileSync(mark, '');
    report.fetched++;
    report.bytes += bytes.length;
    if (report.fetched % 100 === 0) progress(`fetch: ${report.fetched} objects, ${report.bytes} bytes`);
  }
  return report;
};
