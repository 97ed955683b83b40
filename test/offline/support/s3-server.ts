import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const hash = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const S3_KEYS = { accessKeyId: 'test', secretAccessKey: 'a secret', region: 'auto' };

/** Whether a request carries the SigV4 signature that the rules of the protocol give, computed here from scratch. */
const isSigned = (method: string, url: URL, headers: Record<string, string>): boolean => {
  const found = /Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)/.exec(
    headers.authorization ?? '',
  );
  if (found === null) return false;
  const [credential, signed, signature] = found.slice(1) as [string, string, string];
  const [id, day, region, service] = credential.split('/') as [string, string, string, string];
  if (id !== S3_KEYS.accessKeyId) return false;
  const query = [...url.searchParams]
    .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`)
    .sort()
    .join('&');
  const names = signed.split(';');
  const body = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = [method, url.pathname, query, lines, signed, body].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${S3_KEYS.secretAccessKey}`, day));
  return hmac(key, text).toString('hex') === signature;
};

/** A small S3 on loopback: signed GETs of objects and of lists, three keys a page. Counts what it was asked. */
export const startS3 = async (objects: Map<string, Buffer>) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    asked.push(url.pathname);
    if (!isSigned(request.method ?? 'GET', url, request.headers as Record<string, string>)) {
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      return;
    }
    if (url.searchParams.get('list-type') === '2') {
      const keys = [...objects.keys()]
        .filter((key) => key.startsWith(url.searchParams.get('prefix') ?? ''))
        .sort();
      const from = Number(url.searchParams.get('continuation-token') ?? 0);
      const page = keys.slice(from, from + 3).map((key) => {
        const etag = hash(objects.get(key) as Buffer).slice(0, 32);
        return `<Contents><Key>${escaped(key)}</Key><ETag>&quot;${etag}&quot;</ETag></Contents>`;
      });
      const more = from + 3 < keys.length;
      const next = more ? `<NextContinuationToken>${from + 3}</NextContinuationToken>` : '';
      response.end(
        `<ListBucketResult>${page.join('')}<IsTruncated>${more}</IsTruncated>${next}</ListBucketResult>`,
      );
      return;
    }
    const found = objects.get(decodeURIComponent(url.pathname).replace(/^\/bucket\//, ''));
    if (found === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.end(found);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { endpoint, asked, close: () => new Promise((done) => server.close(done)) };
};
