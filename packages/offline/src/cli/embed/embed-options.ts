/** What `causeway embed --input` is asked; columns are named as in the file. */
export type EmbedOptions = {
  readonly input: string;
  readonly id: string;
  readonly label?: readonly string[];
  readonly features?: readonly string[];
  readonly time?: string;
  readonly context?: readonly string[];
  readonly sensitive?: readonly string[];
  readonly treatment?: string;
  readonly control?: string;
  readonly hygiene: 'strict' | 'control';
  readonly post?: readonly string[];
  readonly edges?: string;
  readonly private?: readonly string[];
  readonly messageNoise: number;
  readonly seed: number;
};
