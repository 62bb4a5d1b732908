import type { AccountDetail } from '../../contract/account.ts'
import type { UnmatchedCustomer } from '../../contract/sources.ts'
import { sayMoney } from './say-told.ts'
import type { Difference } from './sheet.ts'

/** Of an account that Telltale knows: what makes its value, and since when the sheet's one does not hold any more. */
export function explainValue(difference: Difference, detail: AccountDetail): Difference {
  switch (difference.value) {
    case 'mrr':
      return explainMoney(difference, detail)
    case 'status':
      return { ...difference, why: subscriptionsWhy(detail) }
    case 'plan':
    case 'seats':
    case null:
      return { ...difference, why: traitWhy(difference, detail) }
  }
}

function explainMoney(difference: Difference, detail: AccountDetail): Difference {
  const { sheet, kind } = difference
  const why = subscriptionsWhy(detail)
  if (kind !== 'other_value') return { ...difference, why: `the sheet is in another currency; ${why}` }
  const held = mrrOverTime(detail).findLast(({ minor }) => minor === (sheet ?? 0))
  if (held === undefined) return { ...difference, why }
  const until = held.until === null ? '' : `until ${held.until.slice(0, 10)}`
  return { ...difference, kind: 'other_date', why: `what the sheet has held ${until} here; ${why}` }
}

/** MRR after each change, the oldest first; before the first one it was nothing. */
function mrrOverTime({
  subscriptions,
}: AccountDetail): readonly { readonly minor: number; readonly until: string | null }[] {
  const changes = [...new Set(subscriptions.flatMap(({ from, to }) => [from, ...(to === null ? [] : [to])]))].sort()
  const at = (time: string) => mrrAt(subscriptions, time)
  return [
    { minor: 0, until: changes[0] ?? null },
    ...changes.map((time, i) => ({ minor: at(time), until: changes[i + 1] ?? null })),
  ].slice(0, -1)
}

function mrrAt(subscriptions: AccountDetail['subscriptions'], time: string): number {
  const latest = new Map<string, AccountDetail['subscriptions'][number]>()
  for (const one of subscriptions) {
    const before = latest.get(one.id)
    if (one.from <= time && (before === undefined || before.from < one.from)) latest.set(one.id, one)
  }
  return [...latest.values()].reduce((sum, { to, mrr }) => sum + (to === null || time < to ? mrr.minor : 0), 0)
}

/** "here: s1 49.00 EUR since 2026-03-02 (pro)". */
function subscriptionsWhy({ subscriptions, asOf }: AccountDetail): string {
  if (subscriptions.length === 0) return 'no subscription is known here'
  const close = `${asOf}T23:59:59.999Z`
  const inForce = subscriptions.filter(({ to }) => to === null || to > close)
  const told = (inForce.length === 0 ? subscriptions.slice(0, 1) : inForce).map(({ id, mrr, from, to, plan }) => {
    const ended = to === null || to > close ? '' : ` until ${to.slice(0, 10)}`
    return `${id} ${sayMoney(mrr)} since ${from.slice(0, 10)}${ended}${plan === null ? '' : ` (${plan})`}`
  })
  return `here: ${told.join(', ')}`
}

function traitWhy({ value, here }: Difference, { traits }: AccountDetail): string {
  const own =
    traits.find((trait) => trait.key === value) ??
    traits.find((trait) => here !== null && String(trait.value) === String(here))
  if (own === undefined) return `no ${value ?? 'property'} is known here`
  return `here: ${own.key} ${String(own.value)} since ${own.from.slice(0, 10)}, known since ${own.knownAt.slice(0, 10)}`
}

/** Of an account that is not among ours: a customer whom nobody gave an account, one that another took in, or nobody we heard of. */
export function explainMissing(
  difference: Difference,
  { unmatched, known }: { readonly unmatched: readonly UnmatchedCustomer[]; readonly known: boolean },
): Difference {
  const spelt = difference.account.trim().toLowerCase()
  const customer = unmatched.find((one) =>
    [one.customer, one.name, one.email].some((text) => text?.trim().toLowerCase() === spelt),
  )
  if (customer !== undefined) {
    const { mrr } = customer
    const paid = mrr.length === 0 ? 'pays nothing' : `pays ${mrr.map(sayMoney).join(' and ')}`
    const why = `Stripe's customer ${customer.customer} ${paid}, and no rule says which account it is`
    return { ...difference, kind: 'unmatched_customer', why }
  }
  return { ...difference, why: known ? 'another account took it in' : 'never heard of here, by key or name' }
}
