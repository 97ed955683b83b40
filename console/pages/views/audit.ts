import type { PublicJwk, SubtleLike } from '@causeway/contract';
import type { AuditEntry } from '@causeway/offline';
import { dataTable, moment, num, text } from '../parts/data-table.ts';
import { el } from '../parts/el.ts';
import { heading, mono, note, tone } from '../parts/facts.ts';
import { short, time } from '../parts/format.ts';
import { verifyChain } from '../verify-chain.ts';
import type { View } from '../view.ts';

/** Says what the page's own check of the chain found, once it has. */
const checked = (entries: readonly AuditEntry[], keys: Readonly<Record<string, PublicJwk>>): HTMLElement => {
  const said = el(
    'p',
    { class: 'note', role: 'status', 'data-part': 'chain' },
    'Checking the chain in this page',
  );
  verifyChain(entries, keys, crypto.subtle as unknown as SubtleLike).then(
    ({ faults, signed, head }) => {
      const whole = faults.length === 0;
      said.replaceChildren(
        whole
          ? tone('good', 'The chain is whole')
          : tone('bad', `The chain is broken at entry ${faults[0]?.n}`),
        whole
          ? `: ${entries.length} entries, ${signed} signed, checked in this page. Head ${head}: compare it with a copy noted elsewhere.`
          : `: ${faults.map(({ n, what }) => `entry ${n}: ${what}`).join('; ')}.`,
      );
    },
    () => said.replaceChildren(tone('warn', 'This browser could not check the signatures.')),
  );
  return said;
};

export const audit: View = {
  id: 'audit',
  title: 'Audit trail',
  lead: 'Who did what, when and why. Each entry holds the digest of the one before and a signature: no byte changes unseen.',
  empty: 'The audit log is empty: nothing was ever published here.',
  show: ({ console: data, keys }) => {
    if (data === null || data.audit.entries.length === 0) return null;
    const { entries, faults } = data.audit;
    return [
      checked(entries, keys),
      heading('The whole registry, as its server read it'),
      faults.length === 0
        ? note('Every artefact is as it was written.')
        : dataTable(
            'Faults',
            [text('file'), text('what is wrong')],
            faults.map(({ path, what }) => [mono(path), what]),
          ),
      heading('Entries'),
      dataTable(
        'Newest first',
        [num('No.'), moment('when (UTC)'), text('who'), text('what'), text('facts'), text('about')],
        [...entries].reverse().map(({ n, at, who, what, detail, artefacts }) => [
          String(n),
          time(at),
          who,
          what,
          Object.entries(detail)
            .map(([name, fact]) => `${name}: ${fact}`)
            .join('; '),
          artefacts.map(({ kind, name }) => `${kind} ${short(name)}`).join(', '),
        ]),
      ),
    ];
  },
};
