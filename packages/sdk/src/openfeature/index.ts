// An OpenFeature web provider: `OpenFeature.setProviderAndWait(causewayProvider(shopper, { points }))`.
export {
  type CausewayProvider,
  causewayProvider,
  type ProviderOptions,
  type Resolution,
} from './causeway-provider.ts';
