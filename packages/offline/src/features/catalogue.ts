import {
  type FeatureDefinition,
  type FeatureSet,
  featureSetDigest,
  type Sensitivity,
} from '@causeway/contract';

export type CatalogueEntry = {
  readonly name: string;
  readonly about: string;
  readonly owner: string;
  readonly sensitivity: Sensitivity;
  /** false for what governance has excluded: it is listed here and computed nowhere */
  readonly computed: boolean;
  /** whether a policy may use it to decide on a treatment */
  readonly mayTreat: boolean;
  /** the kinds of event and the columns that it is made of */
  readonly lineage: {
    readonly events: readonly string[];
    readonly columns: readonly string[];
    readonly window: string;
  };
};
export type Catalogue = {
  readonly kind: 'feature-catalogue';
  readonly version: 1;
  readonly digest: string;
  readonly entries: readonly CatalogueEntry[];
};

const columnsOf = (d: FeatureDefinition): string[] => {
  const conditions = [...d.where, ...(d.over?.where ?? [])].map(({ column }) => column);
  return [...new Set([...(d.of === undefined ? [] : [d.of]), ...conditions])].sort();
};

const windowOf = ({ window }: FeatureDefinition): string =>
  window === null
    ? 'all before t'
    : window.ms !== undefined
      ? `${window.ms} ms before t`
      : `${window.days} days of ${window.zone} up to t`;

/** What there is, whose it is, of what it is made, and what it may be used for. */
export const featureCatalogue = (set: FeatureSet): Catalogue => ({
  kind: 'feature-catalogue',
  version: 1,
  digest: featureSetDigest(set),
  entries: set.features.map((d) => ({
    name: d.name,
    about: d.about,
    owner: d.owner,
    sensitivity: d.sensitivity,
    computed: d.sensitivity !== 'excluded',
    mayTreat: d.sensitivity === 'open' || d.sensitivity === 'bounded',
    lineage: {
      events: [...new Set([...d.events, ...(d.over?.events ?? [])])].sort(),
      columns: columnsOf(d),
      window: windowOf(d),
    },
  })),
});
