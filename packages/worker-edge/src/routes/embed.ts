import type { Checked, checkEmbedRequest, StoredProfile } from '@causeway/contract';
import { embedPerson, Fault, unreadColumns } from '@causeway/contract';
import { edgeEncoder } from '../cache/edge-encoder.ts';
import { modelRunners } from '../cache/model-runners.ts';
import type { Context, Reply } from '../context.ts';
import { stored } from '../http/stored.ts';
import { writeProfiles } from './profiles.ts';

/**
 * POST /v1/embed: the shop's server tells raw profiles (someone who has just signed up, or whose order has just come), and from the next visit on
 * they are served by z, without a night's wait. A column that the encoder does not read is refused, with all that came along.
 */
export const embed = async (request: Checked<typeof checkEmbedRequest>, context: Context): Promise<Reply> => {
  const encoder = await edgeEncoder(request.encoder, context.env);
  const runner = modelRunners(encoder.blob);
  const made = request.people.map(({ subject, cells }, k) => {
    const [unread] = unreadColumns(encoder, cells);
    if (unread !== undefined)
      throw new Fault(
        'bad-field',
        `embed.people[${k}].cells`,
        `got ${unread}, which the encoder does not read`,
      );
    const profile: StoredProfile = {
      kind: 'profile',
      version: 1,
      release: encoder.encoder,
      at: context.now,
      ...embedPerson(encoder, runner, cells, context.now),
    };
    return { subject, profile };
  });
  await stored('profiles', () => writeProfiles(made, context));
  return { json: { version: 1, written: made.length, engine: runner.engine } };
};
