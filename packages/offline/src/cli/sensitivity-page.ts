import { eValue } from '../causal/index.ts';

export type SensitivityPage = {
  readonly rows: number;
  readonly estimate: number;
  readonly bounds: readonly { readonly gamma: number; readonly low: number; readonly high: number }[];
  readonly segments:
    | readonly {
        readonly segment: string;
        readonly rows: number;
        readonly bounds: SensitivityPage['bounds'];
      }[]
    | null;
  readonly tippingGamma: number;
  readonly neighbourhood: {
    readonly bounds: readonly { readonly radius: number; readonly low: number; readonly high: number }[];
    readonly tippingRadius: number | null;
  };
  /** Weighted means of a 0/1 outcome in the two arms; null for other outcomes. */
  readonly risks: { readonly treated: number; readonly control: number } | null;
};

const number = (v: number): string => String(Number(v.toPrecision(4)));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
];

const ends = ({ low, high }: { low: number; high: number }): string => `${number(low)} to ${number(high)}`;

/** E-value of a ratio of two risks; null when one of them is 0. */
export const riskEValue = (risks: SensitivityPage['risks']): number | null =>
  risks === null || !(risks.treated > 0 && risks.control > 0) ? null : eValue(risks.treated / risks.control);

/** How far to trust an effect without a draw behind it, as one page of Markdown: hidden confounding (A17), other populations (A18), E-value. */
export const sensitivityPage = (of: SensitivityPage): string => {
  const { rows, estimate, bounds, segments, tippingGamma, neighbourhood } = of;
  const value = riskEValue(of.risks);
  const { tippingRadius } = neighbourhood;
  const parts = [
    '# How far to trust this effect',
    '',
    `The estimate is ${number(estimate)}, from ${rows} rows, if the columns hold all that drove the treatment.`,
    '',
    '## Hidden confounding',
    '',
    `Something unseen that changes the odds of treatment by a factor of up to Γ leaves the effect within these bounds. Its sign holds up to Γ ${number(tippingGamma)}.`,
    '',
    ...table(
      ['Γ', 'effect'],
      bounds.map((b) => [number(b.gamma), ends(b)]),
    ),
    ...(segments === null
      ? []
      : [
          '',
          '### By segment',
          '',
          ...table(
            ['segment', 'rows', ...bounds.map(({ gamma }) => `Γ ${number(gamma)}`)],
            segments.map((s) => [s.segment.replaceAll('|', '/'), String(s.rows), ...s.bounds.map(ends)]),
          ),
        ]),
    ...(value === null
      ? []
      : [
          '',
          `E-value ${number(value)}: something unseen would have to go along with both treatment and outcome by risk ratios of this size to explain the effect away.`,
        ]),
    '',
    '## Other populations',
    '',
    `Average effect over all populations within a KL divergence of this one. ${
      tippingRadius === null
        ? 'Its sign holds as far as divergence 2.'
        : `Its sign can turn from divergence ${number(tippingRadius)} on.`
    }`,
    '',
    ...table(
      ['divergence', 'effect'],
      neighbourhood.bounds.map((b) => [number(b.radius), ends(b)]),
    ),
    '',
    'None of these bounds holds sampling error.',
    '',
  ];
  return parts.join('\n');
};
