/** The share of uniform exploration while little is known, and the share below which arms would lose their support in the next log. */
const EXPLORATION = 0.1;
const LEAST = 0.02;
/** Decisions up to which everything is still to be learned. */
const FIRST = 2000;

/**
 * Share of exploration after n logged decisions: what one more random draw teaches falls with the error of what is known, as 1/sqrt(n), and what
 * it costs stays. 0.1 up to 2,000 decisions, 0.05 at 8,000, never under 0.02.
 */
export const explorationAfter = (decisions: number): number =>
  Math.max(LEAST, EXPLORATION * Math.sqrt(Math.min(1, FIRST / Math.max(1, decisions))));
