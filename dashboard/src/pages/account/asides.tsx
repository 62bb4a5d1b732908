import type { AccountDetail } from '@contract/account.ts'
import type { TraitEntry } from '@contract/values.ts'
import { Section } from '../../parts/section.tsx'
import { formatDay } from '../../words/format.ts'

export function Segments({ account: { segments } }: { account: AccountDetail }) {
  if (segments.length === 0) return null
  return (
    <Section title="Segments">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-dense">
        {segments.map(({ key, value }) => (
          <div key={key} className="contents">
            <dt className="truncate text-ink-3">{key}</dt>
            <dd className="truncate text-right">{value ?? 'in none'}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

/** What the product said about the account, and since when it is known. */
export function Properties({ account: { traits, asOf } }: { account: AccountDetail }) {
  if (traits.length === 0) return null
  return (
    <Section title="Properties" right={`as known on ${formatDay(asOf)}`}>
      <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-dense">
        {traits.map((trait) => (
          <Property key={trait.key} trait={trait} />
        ))}
      </dl>
    </Section>
  )
}

/** What Telltale itself notes about an account, in words. */
const OWN_NAMES = new Map([
  ['$first_seen', 'first seen'],
  ['$source', 'first source'],
])

/** An instant is shown as its day; the title keeps the rest. */
function valueWords(value: string | number | boolean): string {
  const text = String(value)
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? formatDay(text) : text
}

function Property({ trait: { key, value, knownAt } }: { trait: TraitEntry }) {
  const text = value === null ? 'taken away' : valueWords(value)
  const name = OWN_NAMES.get(key) ?? key
  return (
    <div className="contents">
      <dt className="truncate text-ink-3" title={name.slice(0, 300)}>
        {name.slice(0, 200)}
      </dt>
      <dd className="truncate text-right" title={`${String(value).slice(0, 300)}\nknown since ${knownAt}`}>
        {text.slice(0, 300)}
      </dd>
    </div>
  )
}
