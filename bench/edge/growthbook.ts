// GrowthBook's published SDK evaluating one experiment of seven arms for the person in the body. No signature, no log.
import { GrowthBook } from '@growthbook/growthbook';

const variations = ['none', 'a', 'b', 'c', 'd', 'e', 'f'];
const features = {
  'checkout-help': {
    defaultValue: 'none',
    rules: [
      {
        condition: { stage: { $in: ['cart', 'shipping', 'payment'] }, cents: { $gt: 1000 } },
        key: 'checkout-help',
        variations,
        weights: variations.map(() => 1 / variations.length),
        coverage: 1,
        hashAttribute: 'id',
      },
    ],
  },
};

export default {
  async fetch(request: Request): Promise<Response> {
    const { id, stage, cents } = (await request.json()) as { id: string; stage: string; cents: number };
    const client = new GrowthBook({ features, attributes: { id, stage, cents }, disableCache: true });
    const { value, source } = client.evalFeature('checkout-help');
    return Response.json({ action: value as string, source });
  },
};
