/**
 * Names that the senses alone use among themselves. No page, shop, wire or store ever sees them, so a script tag calls them by a
 * letter. A row holds the names that may stand in one object: they get letters of their own, and two rows share theirs.
 * A name that anyone else writes or reads stays out of here; test/sdk/short-names.test.ts holds that.
 */
export const ROWS = [
  // the page as the senses see it
  'hear nowMs announce feel ignored guard afterMs actedAt measured lookAround',
  // a press, from pointerdown on; a press that is open; a burst of them; the state of all
  'downAt spot roleName judged hadEffect hit unjudgeable hasTrace isDown likelyAt perhapsAt passedBy saved pressedAgainAt presses effectCount',
  'openPresses burst lastPress lastDead',
  // the rhythm of a node, and the change in doubt
  'seenAt beatMs beats doubt',
  'likelyAt earlierAt surely',
  // a waiting; the states of hesitation, costs, wandering, a form with a field
  'sinceMs roleName hasTyped',
  'inField onCall',
  'sinceMs toldMs',
  'lastStages furthest downward turnsAt lastActiveAt',
  'attemptAt triedAt alertAt isWrong wrongAt worked typedAt peak ebb',
].map((row) => row.split(' '));

/** x and y are names of their own. */
const LETTERS = [...'etnroasicldupfhmbgwvkABCDEF'];

/** Name -> letter: of each name the first letter that no name of its rows has. */
export const SHORT_NAMES = {};
for (const name of ROWS.flat()) {
  const beside = ROWS.filter((row) => row.includes(name)).flat();
  SHORT_NAMES[name] ??= LETTERS.find((letter) => !beside.some((other) => SHORT_NAMES[other] === letter));
}

/** What terser takes, for one bundle. */
export const shortNames = () => ({
  mangle: { properties: { regex: new RegExp(`^(${Object.keys(SHORT_NAMES).join('|')})$`) } },
  nameCache: {
    props: {
      props: Object.fromEntries(Object.entries(SHORT_NAMES).map(([name, letter]) => [`$${name}`, letter])),
    },
  },
});
