const HEAD = 'causeway=(function(){';

/**
 * The script tag's text with the kernel's bytes at its end, as the argument of the tag's function: gzip writes in blocks, each with a
 * code of its own, and hex digits amid JavaScript cost both. A text without a kernel stays as it is.
 */
export const withKernelLast = (code) => {
  const [bytes] = /(["'`])[0-9a-f]{1000,}\1/.exec(code) ?? [];
  if (bytes === undefined || !code.includes(HEAD) || !/}\)\(\);\s*$/.test(code)) return code;
  return code
    .replace(bytes, () => 'kernel$')
    .replace(HEAD, () => 'causeway=(function(kernel$){')
    .replace(/\(\);\s*$/, () => `(${bytes});\n`);
};

/** Stands behind the minifier. */
export const kernelLast = {
  name: 'kernel-last',
  renderChunk: (code) => ({ code: withKernelLast(code), map: null }),
};
