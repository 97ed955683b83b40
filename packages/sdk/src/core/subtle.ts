import type { SubtleLike } from '@causeway/contract';

/** The platform's WebCrypto: what verifies tokens, and digests texts faster and in fewer bytes than code of our own. */
export type Subtle = SubtleLike & { digest(algorithm: string, data: never): Promise<ArrayBuffer> };
