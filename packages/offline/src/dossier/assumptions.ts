/** What a dossier's numbers rest on, and what would make them wrong: printed with every one. */
export const ASSUMES: readonly string[] = [
  'Every logged propensity is that of the final distribution, after masks, floors and exploration. The exposure validator refuses rows where it is not.',
  'A person’s rows may be alike; different people do not influence each other (no interference through stock, households or word of mouth).',
  'The effect of an action is that of its being drawn, whether or not the page showed it in time (intention to treat).',
  'Only the first decision of a session counts, with the money that came within its window; later effects of a help or an incentive are not seen.',
  'Doubly robust: with the propensities known, values are unbiased even where the outcome model is wrong; a better model only narrows the intervals.',
  'The value printed is that of policies learned on four fifths of the people; the published one saw all of them.',
];

export const WRONG_IF: readonly string[] = [
  'The next weeks’ shoppers differ from those of the log: a season, a campaign, a new page, other prices.',
  'Outcomes reach the shop’s backend later than the window, or returns come after it.',
  'Lines were lost for some visits more than for others: compare the counts of drops.',
  'Much more incentive money is redeemed than the log’s share suggests; the edge’s hard cap then masks incentives early.',
  'Someone raises friction on purpose to be offered money: watch the share of incentives by stage.',
];
