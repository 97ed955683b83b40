/**
 * The model blob, version 1. Everything is a little-endian word of 4 bytes; an address counts words from the blob's start.
 * Behind the blob's last word lie the working floats (the arena), inputs first, each buffer padded with zeros to 4 words.
 *
 *   word 0     magic "CWKM"          word 16  address of the outputs
 *   word 1     version               word 17  address of the golden row: inputs, padded to 4, then the outputs it gives
 *   word 2     bytes of the blob     word 18  address of the first float: all words from here to the end are finite floats
 *   word 3     inputs                word 19  the first 32 bits of the digest of the inputs' names; 0: unnamed
 *   word 4     outputs               word 20  the op list, 8 words an op
 *   word 5     ops                   then     whole numbers: the trees' roots and nodes
 *   word 6     words of the arena    then     floats: weights and the golden row
 *   word 7     1: NaN is an input that says "missing"; 0: every input must be finite
 *   word 8-15  SHA-256 of the blob with these words zero
 */
export const BLOB_MAGIC = 0x4d4b5743;
export const BLOB_VERSION = 1;
export const HEADER_WORDS = 20;
export const OP_WORDS = 8;

export const VERSION_AT = 1;
export const BYTES_AT = 2;
export const INPUTS_AT = 3;
export const OUTPUTS_AT = 4;
export const OPS_AT = 5;
export const ARENA_AT = 6;
export const MISSING_AT = 7;
export const DIGEST_AT = 8;
export const OUTPUT_AT = 16;
export const GOLDEN_AT = 17;
export const FLOATS_AT = 18;
export const NAMES_AT = 19;

/** Blobs over this, or with a larger arena, are refused: a page would not want them. */
export const MOST_BLOB_BYTES = 8 << 20;
export const MOST_ARENA_WORDS = 1 << 16;

/** A node's word: feature (a leaf's: the target) in 12 bits, NaN goes left in 1, the right child's distance in 19 (0: a leaf). */
export const MOST_TREE_FEATURES = 4096;
export const MOST_NODE_DISTANCE = (1 << 19) - 1;

/** A forest's trees are at most eight levels deep. */
export const MOST_FOREST_LEAVES = 256;

export const padded = (words: number): number => (words + 3) & ~3;
