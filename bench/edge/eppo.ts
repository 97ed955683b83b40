// Eppo's published evaluation library assigning the person in the body to one of seven variations. No signature, no log.
import { EppoClient, MemoryOnlyConfigurationStore } from '@eppo/js-client-sdk-common';

const names = ['none', 'a', 'b', 'c', 'd', 'e', 'f'];
const TOTAL = 10_000;
const flag = {
  key: 'checkout-help',
  enabled: true,
  variationType: 'STRING',
  variations: Object.fromEntries(names.map((key) => [key, { key, value: key }])),
  allocations: [
    {
      key: 'allocation',
      rules: [
        {
          conditions: [
            { attribute: 'stage', operator: 'ONE_OF', value: ['cart', 'shipping', 'payment'] },
            { attribute: 'cents', operator: 'GT', value: 1000 },
          ],
        },
      ],
      doLog: false,
      splits: names.map((variationKey, k) => ({
        variationKey,
        shards: [
          {
            salt: 'salt',
            ranges: [
              {
                start: Math.floor((k * TOTAL) / names.length),
                end: Math.floor(((k + 1) * TOTAL) / names.length),
              },
            ],
          },
        ],
      })),
    },
  ],
  totalShards: TOTAL,
};

let made: EppoClient | null = null;
const clientOf = async (): Promise<EppoClient> => {
  if (made !== null) return made;
  const flagConfigurationStore = new MemoryOnlyConfigurationStore<never>();
  await flagConfigurationStore.setEntries({ 'checkout-help': flag as never });
  made = new EppoClient({ flagConfigurationStore });
  return made;
};

export default {
  async fetch(request: Request): Promise<Response> {
    const { id, stage, cents } = (await request.json()) as { id: string; stage: string; cents: number };
    const client = await clientOf();
    const action = client.getStringAssignment('checkout-help', id, { stage, cents }, 'default');
    return Response.json({ action });
  },
};
