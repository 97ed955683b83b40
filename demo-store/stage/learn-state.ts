/** What the panel is told of a release that a turn of the loop has made. */
export type LearnedRelease = {
  readonly sequence: number;
  readonly digest: string;
  readonly estimate: {
    readonly name: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  };
  /** the address of the dossier in the demo */
  readonly dossier: string;
};

/** Where a turn of the loop stands; `stage` is a sentence for a person. */
export type LearnState = {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  readonly stage: string;
  /** the release that is live */
  readonly release: LearnedRelease | null;
};
