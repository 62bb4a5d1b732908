import { readFileSync } from 'node:fs'

/** What a world sent and what it knows of itself, read with plain loops: nothing of Telltale is used here. */
export const DAY = 86_400_000

export type Row = {
  readonly user: string
  readonly account: string
  readonly name: string
  readonly ts: number
  readonly day: number
}
type Terms = {
  readonly account: string
  readonly currency: string
  readonly from: number
  readonly to: number
  readonly mrr: number
}
type Membership = { readonly account: string; readonly user: string; readonly from: number; to: number }
export type Raw = {
  readonly rows: readonly Row[]
  readonly terms: readonly Terms[]
  /** Who was in which account from when until when: by `group` or by Account Added User, whichever said so. */
  readonly members: readonly Membership[]
  /** By account: sign-up, source, and the day of renewal. */
  readonly accounts: ReadonlyMap<
    string,
    { readonly signUp: number; readonly source: string; readonly renews: number | null }
  >
  /** By person: what they are called, since when, and when they say they signed up. */
  readonly titles: ReadonlyMap<string, { readonly title: string; readonly ts: number; readonly signUp: number }>
}

type Message = {
  readonly type: string
  readonly event?: string
  readonly userId?: string
  readonly groupId?: string
  readonly timestamp: string
  readonly currency?: string
  readonly context?: { readonly groupId?: string }
  readonly traits?: Readonly<Record<string, string>>
}
type Truth = {
  readonly accounts: readonly {
    readonly id: string
    readonly createdAt: string
    readonly source: string
    readonly paid: {
      readonly mrrMinor: readonly { readonly from: string; readonly to: string | null; readonly mrrMinor: number }[]
    } | null
  }[]
}

export function readRaw(messages: string, truthFile: string): Raw {
  const rows: Row[] = []
  const members = new Map<string, Membership>()
  const currencies = new Map<string, string>()
  const renewals = new Map<string, number>()
  const titles = new Map<string, { title: string; ts: number; signUp: number }>()
  for (const line of readFileSync(messages, 'utf8').trim().split('\n')) {
    const message = JSON.parse(line) as Message
    const ts = Date.parse(message.timestamp)
    const { type, event = '', userId = '', groupId = '', traits = {} } = message
    if (type === 'subscription') currencies.set(groupId, message.currency!)
    if (type === 'track')
      rows.push({ user: userId, account: message.context?.groupId ?? '', name: event, ts, day: Math.floor(ts / DAY) })
    const place = `${groupId || message.context?.groupId} ${userId}`
    const held = members.get(place)
    if (held !== undefined && event === 'Account Removed User') held.to = ts
    const joins = type === 'group' || event === 'Account Added User'
    if (joins && held === undefined)
      members.set(place, { account: place.split(' ')[0]!, user: userId, from: ts, to: Number.POSITIVE_INFINITY })
    if (type === 'group' && traits.renewal_date !== undefined)
      renewals.set(groupId, Date.parse(traits.renewal_date) / DAY)
    if (type === 'identify' && traits.title !== undefined && !titles.has(userId))
      titles.set(userId, { title: traits.title, ts, signUp: Date.parse(traits.createdAt ?? message.timestamp) })
  }
  const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth
  const terms = truth.accounts.flatMap(({ id, paid }) =>
    (paid?.mrrMinor ?? []).map(({ from, to, mrrMinor }) => ({
      account: id,
      currency: currencies.get(id) ?? 'USD',
      from: Date.parse(from),
      to: to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
      mrr: mrrMinor,
    })),
  )
  const known = truth.accounts.map(({ id, createdAt, source }) => {
    return [id, { signUp: Date.parse(createdAt), source, renews: renewals.get(id) ?? null }] as const
  })
  return { rows, terms, members: [...members.values()], accounts: new Map(known), titles }
}
