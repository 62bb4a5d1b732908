import type { AccountDetail } from '@contract/account.ts'
import type { TraitEntry } from '@contract/values.ts'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { formatDay, formatMoney } from '../../words/format.ts'
import { type Standing, standingOf } from '../../words/subscription.ts'

const SUBSCRIPTIONS_SHOWN = 6

/** Plan, what it costs, and since when. */
export function Billing({ account }: { account: AccountDetail }) {
  const { subscriptions, header, asOf } = account
  const standing = standingOf(account)
  return (
    <Section title="Plan and billing">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-dense">
        <dt className="text-ink-3">Plan</dt>
        <dd className="truncate text-right">{header.plan ?? 'not known'}</dd>
        <dt className="text-ink-3">MRR</dt>
        <dd className="text-right font-medium">
          {header.mrr === null ? (standing.kind === 'ended' ? 'none' : 'not known') : formatMoney(header.mrr)}
        </dd>
        {header.renewsOn !== null &&
          header.renewsOn >= asOf &&
          standing.kind !== 'ends' &&
          standing.kind !== 'ended' && (
            <>
              <dt className="text-ink-3">Renews</dt>
              <dd className="text-right">{formatDay(header.renewsOn, asOf)}</dd>
            </>
          )}
      </dl>
      {subscriptions.length > 0 && (
        <ul className="mt-3 text-small text-ink-2">
          {subscriptions.slice(0, SUBSCRIPTIONS_SHOWN).map((subscription) => (
            <li key={`${subscription.id}:${subscription.from}`} className="flex gap-3 border-t border-line py-1.5">
              <span className="truncate">{subscription.plan ?? subscription.id}</span>
              <span className="ml-auto whitespace-nowrap">{formatMoney(subscription.mrr)}</span>
              <span className="whitespace-nowrap text-ink-3">
                {formatDay(subscription.from, asOf)}–
                {subscription.to === null ? 'now' : formatDay(subscription.to, asOf)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <StandingLine standing={standing} asOf={asOf} />
    </Section>
  )
}

function StandingLine({ standing, asOf }: { standing: Standing; asOf: string }) {
  if (standing.kind !== 'ends' && standing.kind !== 'ended') return null
  const words =
    standing.kind === 'ended'
      ? `Ended ${formatDay(standing.on, asOf)}.`
      : `Cancelled${standing.decided === null ? '' : ` ${formatDay(standing.decided, asOf)}`}; runs until ${
          standing.until === null ? 'the end of its term' : formatDay(standing.until, asOf)
        }.`
  return (
    <p className="mt-2 flex gap-1.5 text-small text-risk">
      <Icon name="down" /> {words}
    </p>
  )
}

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
