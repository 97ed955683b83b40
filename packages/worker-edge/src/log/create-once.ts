/** Puts an object unless one of that name is there. True when it was put now. */
export const createOnce = async (
  bucket: R2Bucket,
  key: string,
  body: string | ArrayBuffer,
): Promise<boolean> =>
  (await bucket.put(key, body, { onlyIf: new Headers({ 'if-none-match': '*' }) })) !== null;
