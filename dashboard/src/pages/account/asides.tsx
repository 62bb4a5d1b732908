import type { AccountDetail } from '@contract/account.ts'
import type { TraitEntry } from '@contract/values.ts'
import { Section } from '../../parts/section.tsx'
import { formatDay, formatMoney } from '../../words/format.ts'

const SUBSCRIPTIONS_SHOWN = 6

/** Plan, what it costs, and since when. */
export function Billing({ account: { subscriptions, header, asOf } }: { account: AccountDetail }) {
  return (
    <Section title="Plan and billing">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-dense">
        <dt className="text-ink-3">Plan</dt>
        <dd className="truncate text-right">{header.plan ?? 'not known'}</dd>
        <dt className="text-ink-3">MRR</dt>
        <dd className="text-right font-medium">{header.mrr === null ? 'not known' : formatMoney(header.mrr)}</dd>
        {header.renewsOn !== null && (
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
      {subscriptions.some((subscription) => subscription.to === null && subscription.cancelDecidedAt !== null) && (
        <p className="mt-2 text-small text-risk">Cancelled; it runs until the end of its term.</p>
      )}
    </Section>
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
            <dd className="truncate text-right">{value ?? 'not known'}</dd>
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

function Property({ trait: { key, value, knownAt } }: { trait: TraitEntry }) {
  const text = value === null ? 'taken away' : String(value)
  return (
    <div className="contents">
      <dt className="truncate text-ink-3" title={key.slice(0, 300)}>
        {key.slice(0, 200)}
      </dt>
      <dd className="truncate text-right" title={`${text.slice(0, 300)}\nknown since ${knownAt}`}>
        {text.slice(0, 300)}
      </dd>
    </div>
  )
}
