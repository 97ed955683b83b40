/** What the shop sells. Money in cents; `marginShare` is what remains of the price after goods and handling. */
export type Product = {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly shelf: 'Pans' | 'Knives & boards' | 'Prep' | 'Table & pantry';
  readonly cents: number;
  readonly marginShare: number;
  readonly alt: string;
  readonly story: string;
  readonly details: readonly string[];
};

export const CATALOGUE: readonly Product[] = [
  {
    id: 'skillet',
    name: 'Forge skillet, 26 cm',
    line: 'Cast iron, seasoned twice',
    shelf: 'Pans',
    cents: 6400,
    marginShare: 0.36,
    alt: 'A black cast-iron skillet with a long handle',
    story:
      'Heavy where it should be, thin where it can be. It leaves us ready to fry an egg and improves from there.',
    details: ['2.1 kg, 26 cm across', 'All hobs and the oven', 'Wash by hand, dry, oil lightly'],
  },
  {
    id: 'dutch-oven',
    name: 'Dutch oven, 5 litres',
    line: 'Enamelled, fennel green',
    shelf: 'Pans',
    cents: 14900,
    marginShare: 0.34,
    alt: 'A green enamelled pot with a lid and two handles',
    story: 'For bread, beans and the long Sunday kind of cooking. The lid bastes by itself.',
    details: ['5 litres, 4.6 kg', 'Enamel inside and out', 'Oven safe to 250 °C'],
  },
  {
    id: 'saucepan',
    name: 'Copper saucepan, 16 cm',
    line: 'Steel lined, brass handle',
    shelf: 'Pans',
    cents: 11800,
    marginShare: 0.33,
    alt: 'A copper saucepan with a brass handle',
    story: 'Answers the flame at once, which is all a sauce asks for.',
    details: ['1.6 litres', '2 mm copper, steel inside', 'Not for induction'],
  },
  {
    id: 'kettle',
    name: 'Enamel kettle',
    line: 'Cream, ash handle',
    shelf: 'Table & pantry',
    cents: 5800,
    marginShare: 0.38,
    alt: 'A cream enamel kettle with a wooden handle',
    story: 'Pours where you point it. Quiet until it is not.',
    details: ['1.8 litres', 'All hobs', 'Handle of oiled ash'],
  },
  {
    id: 'santoku',
    name: 'Santoku, 17 cm',
    line: 'Carbon steel, oak handle',
    shelf: 'Knives & boards',
    cents: 9200,
    marginShare: 0.37,
    alt: 'A santoku knife with an oak handle',
    story: 'One knife for most of dinner. It takes an edge quickly and keeps it honestly.',
    details: ['17 cm blade, 172 g', 'Carbon steel: it darkens with use', 'Sharpened for life, on us'],
  },
  {
    id: 'board',
    name: 'End-grain board',
    line: 'Walnut, 40 by 28 cm',
    shelf: 'Knives & boards',
    cents: 7400,
    marginShare: 0.35,
    alt: 'A chequered walnut chopping board',
    story: 'The grain stands up, so the knife slips between the fibres and both last longer.',
    details: ['40 × 28 × 4 cm', 'Felt feet, finger grooves', 'Oil it four times a year'],
  },
  {
    id: 'mortar',
    name: 'Mortar and pestle',
    line: 'Granite, unpolished bowl',
    shelf: 'Prep',
    cents: 4200,
    marginShare: 0.36,
    alt: 'A grey granite mortar with its pestle',
    story: 'For pesto, for curry paste, for ten quiet minutes.',
    details: ['14 cm across, 3.2 kg', 'Rough inside, smooth outside', 'Rinse, no soap'],
  },
  {
    id: 'bowl',
    name: 'Mixing bowl',
    line: 'Stoneware, 3 litres',
    shelf: 'Prep',
    cents: 3800,
    marginShare: 0.4,
    alt: 'A stoneware mixing bowl with a blue rim',
    story: 'Sits still while you whisk. A lip for pouring, a rim to hold.',
    details: ['3 litres', 'Oven and dishwasher safe', 'Thrown by hand, so no two agree'],
  },
  {
    id: 'spoons',
    name: 'Olive-wood spoons',
    line: 'Set of three',
    shelf: 'Prep',
    cents: 2900,
    marginShare: 0.42,
    alt: 'Three olive-wood spoons side by side',
    story: 'A stirrer, a scraper and a taster, cut from one branch.',
    details: ['26, 28 and 30 cm', 'Finished with walnut oil', 'Wash by hand'],
  },
  {
    id: 'mill',
    name: 'Pepper mill',
    line: 'Beech and steel, 21 cm',
    shelf: 'Table & pantry',
    cents: 4600,
    marginShare: 0.37,
    alt: 'A turned beech pepper mill',
    story: 'Six settings, from dust to boulders, and it stays where you set it.',
    details: ['21 cm', 'Hardened steel grinder', 'Guaranteed for twenty years'],
  },
  {
    id: 'towels',
    name: 'Linen tea towels',
    line: 'Set of four, striped',
    shelf: 'Table & pantry',
    cents: 2400,
    marginShare: 0.44,
    alt: 'A folded pile of striped linen towels',
    story: 'They dry glasses without a trace and look better creased.',
    details: ['50 × 70 cm', 'Washed linen, 60 °C', 'Woven two valleys away'],
  },
  {
    id: 'jars',
    name: 'Pantry jars',
    line: 'Glass and cork, set of three',
    shelf: 'Table & pantry',
    cents: 3300,
    marginShare: 0.39,
    alt: 'Three glass jars with cork lids',
    story: 'So that you can see when the lentils run out.',
    details: ['0.5, 1 and 1.5 litres', 'Cork from the bark, not the tree', 'Dishwasher safe glass'],
  },
];

export const productById = (id: string): Product | undefined =>
  CATALOGUE.find((product) => product.id === id);
