import type { ApplyBatch } from '../analytic-store.ts'
import { appendColumns, type Column } from './append-columns.ts'
import { internKey } from './dictionaries.ts'
import { knownDayOf, type StoreContext } from './store-context.ts'

type Placed = { readonly n: number; readonly knownAt: number }

/** Appends a batch's links, memberships, traits, subscriptions, moves, refused messages and control records. */
export async function writeTimelines(context: StoreContext, batch: ApplyBatch, seqBase: number): Promise<void> {
  const place = placeColumns(context, batch, seqBase)
  await writeMembers(context, batch, place)
  await writeTraits(context, batch, place)
  await writeSubscriptions(context, batch, place)
  await writeRefused(context, batch, place)
}

type Place = (rows: readonly Placed[]) => Column[]

/** seq, log, n, known_day, known_at: the first five columns of all these tables. */
export function placeColumns(context: StoreContext, batch: ApplyBatch, seqBase: number): Place {
  const log = internKey(context.keys.log, batch.log)
  return (rows) => [
    { kind: 'bigint', values: rows.map((row) => seqBase + (row.n - batch.after)) },
    { kind: 'int', values: rows.map(() => log) },
    { kind: 'bigint', values: rows.map((row) => row.n) },
    { kind: 'int', values: rows.map((row) => knownDayOf(context, row.knownAt)) },
    { kind: 'bigint', values: rows.map((row) => row.knownAt) },
  ]
}

async function writeMembers(context: StoreContext, batch: ApplyBatch, place: Place): Promise<void> {
  const { account, actor } = context.keys
  const { links, memberships } = batch
  await appendColumns(context.writer, { table: 'link', rows: links.length }, [
    ...place(links),
    { kind: 'int', values: links.map((row) => internKey(actor, row.actor)) },
    { kind: 'int', values: links.map((row) => internKey(actor, row.person)) },
  ])
  await appendColumns(context.writer, { table: 'membership', rows: memberships.length }, [
    ...place(memberships),
    { kind: 'int', values: memberships.map((row) => internKey(account, row.account)) },
    { kind: 'int', values: memberships.map((row) => internKey(actor, row.person)) },
    { kind: 'bigint', values: memberships.map((row) => row.from) },
    { kind: 'bigint', values: memberships.map((row) => row.to ?? Number.NaN) },
    { kind: 'text', values: memberships.map((row) => row.role) },
  ])
}

async function writeTraits(context: StoreContext, { traits }: ApplyBatch, place: Place): Promise<void> {
  const { account, actor } = context.keys
  await appendColumns(context.writer, { table: 'trait', rows: traits.length }, [
    ...place(traits),
    { kind: 'int', values: traits.map((row) => (row.of === 'account' ? internKey(account, row.subject) : 0)) },
    { kind: 'int', values: traits.map((row) => (row.of === 'person' ? internKey(actor, row.subject) : 0)) },
    { kind: 'text', values: traits.map((row) => row.key) },
    { kind: 'text', values: traits.map((row) => JSON.stringify(row.value)) },
    { kind: 'bigint', values: traits.map((row) => row.from) },
  ])
}

async function writeSubscriptions(context: StoreContext, { subscriptions }: ApplyBatch, place: Place): Promise<void> {
  await appendColumns(context.writer, { table: 'subscription', rows: subscriptions.length }, [
    ...place(subscriptions),
    { kind: 'int', values: subscriptions.map((row) => internKey(context.keys.account, row.accountKey)) },
    { kind: 'text', values: subscriptions.map((row) => row.subscriptionId) },
    { kind: 'text', values: subscriptions.map((row) => row.plan) },
    { kind: 'bigint', values: subscriptions.map((row) => row.mrrMinor) },
    { kind: 'text', values: subscriptions.map((row) => row.currency) },
    { kind: 'bigint', values: subscriptions.map((row) => row.from) },
    { kind: 'bigint', values: subscriptions.map((row) => row.to ?? Number.NaN) },
    { kind: 'bigint', values: subscriptions.map((row) => row.cancelDecidedAt ?? Number.NaN) },
    { kind: 'text', values: subscriptions.map((row) => row.status) },
    { kind: 'bigint', values: subscriptions.map((row) => row.termsMinor) },
  ])
}

async function writeRefused(context: StoreContext, { refused, controls }: ApplyBatch, place: Place): Promise<void> {
  await appendColumns(context.writer, { table: 'quarantine', rows: refused.length }, [
    ...place(refused.map((row) => ({ n: row.n, knownAt: row.receivedAt }))),
    { kind: 'text', values: refused.map((row) => row.source) },
    { kind: 'text', values: refused.map((row) => row.reason) },
    { kind: 'text', values: refused.map((row) => row.detail) },
    { kind: 'text', values: refused.map((row) => row.raw) },
  ])
  await appendColumns(context.writer, { table: 'control', rows: controls.length }, [
    ...place(controls.map((row) => ({ n: row.firstN, knownAt: row.receivedAt }))),
    { kind: 'text', values: controls.map((row) => JSON.stringify(row)) },
  ])
}
