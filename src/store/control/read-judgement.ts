import type { Day, Millis } from '../../core/time.ts'
import type { EntityRef, Evidence } from '../../core/transition.ts'
import type { PositionVector } from '../log/log-record.ts'
import type { CommittedTransition } from './commit-judgement.ts'
import { readInPieces } from './in-pieces.ts'
import { type ControlStore, readMeta } from './open-control-store.ts'

export type StoredState = { readonly signal: string; readonly entity: EntityRef; readonly state: unknown }

/** Sparse states of accounts and their members. */
export async function readStates(db: ControlStore, accounts: readonly string[]): Promise<StoredState[]> {
  const all = db.selectFrom('signal_state').selectAll()
  const rows = await readInPieces(accounts, (part) => all.where('account', 'in', part).execute())
  return rows.map(toState)
}

const OWNERS_AT_ONCE = 10_000

/** Keys of accounts that have states, themselves or of their members. */
export async function* streamStateAccounts(db: ControlStore): AsyncGenerator<string> {
  const keys = db.selectFrom('signal_state').select('account').distinct().orderBy('account').limit(OWNERS_AT_ONCE)
  for (let after: string | null = ''; after !== null; ) {
    const rows: { readonly account: string }[] = await keys.where('account', '>', after).execute()
    for (const { account } of rows) yield account
    after = rows.length < OWNERS_AT_ONCE ? null : rows.at(-1)!.account
  }
}

/** Sparse states of persons across accounts: of the given ones, or all. */
export async function readPersonStates(db: ControlStore, persons: readonly string[] | null): Promise<StoredState[]> {
  const all = db.selectFrom('signal_state').selectAll().where('level', '=', 'person').where('account', '=', '')
  const rows =
    persons === null
      ? await all.execute()
      : await readInPieces(persons, (part) => all.where('person', 'in', part).execute())
  return rows.map(toState)
}

/** Accounts that have states, themselves or of their members, and persons that have some across accounts. */
export async function readOwners(db: ControlStore): Promise<EntityRef[]> {
  const states = db.selectFrom('signal_state').distinct()
  const accounts = await states.select('account').where('level', '!=', 'person').execute()
  const persons = await states.select('person').where('level', '=', 'person').where('account', '=', '').execute()
  return [
    ...accounts.map(({ account }): EntityRef => ({ level: 'account', account })),
    ...persons.map(({ person }): EntityRef => ({ level: 'person', person })),
  ]
}

function toState(row: { signal: string; level: string; account: string; person: string; state: string }): StoredState {
  return { signal: row.signal, entity: entityOf(row), state: JSON.parse(row.state) }
}

export async function readJudged(db: ControlStore): Promise<{ positions: PositionVector; day: Day | null }> {
  const rows = await db.selectFrom('judged_position').selectAll().execute()
  const day = await readMeta(db, 'judged_day')
  return {
    positions: Object.fromEntries(rows.map((row) => [row.log, Number(row.n)])),
    day: day === null ? null : Number(day),
  }
}

export type TransitionFilter = {
  readonly account?: string
  readonly person?: string
  readonly name?: string
  readonly afterId?: number
  readonly beforeId?: number
  readonly limit: number
  readonly order: 'oldest' | 'newest'
}

export async function readTransitions(db: ControlStore, filter: TransitionFilter): Promise<CommittedTransition[]> {
  let query = db.selectFrom('transition').selectAll().where('subject', '!=', 'metric')
  if (filter.account !== undefined) query = query.where('account', '=', filter.account)
  if (filter.person !== undefined) query = query.where('person', '=', filter.person)
  if (filter.name !== undefined) query = query.where('name', '=', filter.name)
  if (filter.afterId !== undefined) query = query.where('id', '>', filter.afterId)
  if (filter.beforeId !== undefined) query = query.where('id', '<', filter.beforeId)
  const rows = await query
    .orderBy('id', filter.order === 'oldest' ? 'asc' : 'desc')
    .limit(filter.limit)
    .execute()
  return rows.map(toTransition)
}

export type EpisodeFilter = {
  readonly signal?: string
  readonly account?: string
  readonly person?: string
  readonly state: 'open' | 'closed' | 'any'
  readonly beforeId?: number
  readonly limit: number
}

/** The opening transitions of episodes, newest first. An episode without a closing is open. */
export async function readOpenings(db: ControlStore, filter: EpisodeFilter): Promise<CommittedTransition[]> {
  return (await selectOpenings(db, filter).selectAll('o').execute()).map(toTransition)
}

/** The same by their ids and signals, without what they were decided by. */
export async function listOpenings(db: ControlStore, filter: EpisodeFilter): Promise<{ id: number; name: string }[]> {
  const rows = await selectOpenings(db, filter).select(['o.id', 'o.name']).execute()
  return rows.map(({ id, name }) => ({ id: Number(id), name }))
}

function selectOpenings(db: ControlStore, filter: EpisodeFilter) {
  let query = db.selectFrom('transition as o').where('o.subject', '=', 'signal').where('o.what', '=', 'opened')
  if (filter.signal !== undefined) query = query.where('o.name', '=', filter.signal)
  if (filter.account !== undefined) query = query.where('o.account', '=', filter.account)
  if (filter.person !== undefined) query = query.where('o.person', '=', filter.person)
  if (filter.beforeId !== undefined) query = query.where('o.id', '<', filter.beforeId)
  if (filter.state !== 'any') {
    const closed = filter.state === 'closed'
    query = query.where((e) => {
      const closing = e.exists(
        e
          .selectFrom('transition as c')
          .select('c.id')
          .where('c.what', '=', 'closed')
          .whereRef('c.subject', '=', 'o.subject')
          .whereRef('c.name', '=', 'o.name')
          .whereRef('c.level', '=', 'o.level')
          .whereRef('c.account', '=', 'o.account')
          .whereRef('c.person', '=', 'o.person')
          .whereRef('c.ordinal', '=', 'o.ordinal'),
      )
      return closed ? closing : e.not(closing)
    })
  }
  return query.orderBy('o.id', 'desc').limit(filter.limit)
}

/** The transitions with these ids, by id. */
export async function readOpeningsById(
  db: ControlStore,
  ids: readonly number[],
): Promise<ReadonlyMap<number, CommittedTransition>> {
  const all = db.selectFrom('transition').selectAll()
  const rows = await readInPieces(ids, (part) => all.where('id', 'in', part).execute())
  return new Map(rows.map((row) => [Number(row.id), toTransition(row)]))
}

/** A transition of a signal, without what it was decided by. */
export type SignalChange = Pick<
  CommittedTransition,
  'id' | 'name' | 'entity' | 'ordinal' | 'what' | 'at' | 'asOf' | 'committedAt'
>

/** Transitions of signals behind one, oldest first. */
export async function readSignalChanges(
  db: ControlStore,
  { afterId, limit }: { readonly afterId: number; readonly limit: number },
): Promise<SignalChange[]> {
  const rows = await db
    .selectFrom('transition')
    .select(['id', 'name', 'level', 'account', 'person', 'ordinal', 'what', 'at', 'as_of', 'committed_at'])
    .where('id', '>', afterId)
    .where('subject', '=', 'signal')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...{ id: Number(row.id), name: row.name, entity: entityOf(row), ordinal: row.ordinal },
    what: row.what as SignalChange['what'],
    ...{ at: Number(row.at), asOf: row.as_of, committedAt: Number(row.committed_at) },
  }))
}

/** Every escalation of a signal, whether its episode is still open or not. */
export async function readEscalations(db: ControlStore): Promise<CommittedTransition[]> {
  const rows = await db
    .selectFrom('transition')
    .selectAll()
    .where('subject', '=', 'signal')
    .where('what', '=', 'escalated')
    .execute()
  return rows.map(toTransition)
}

/** Every time that accounts were found to be activated. */
export async function readActivations(db: ControlStore, accounts: readonly string[]): Promise<CommittedTransition[]> {
  const all = db
    .selectFrom('transition')
    .selectAll()
    .where('subject', '=', 'activation')
    .where('level', '=', 'account')
    .where('what', '=', 'opened')
  const rows = await readInPieces(accounts, (part) => all.where('account', 'in', part).orderBy('id').execute())
  return rows.map(toTransition)
}

/**
 * All transitions of the episodes that these transitions belong to, in order, episode by episode in the order given. `evidence` false: without theirs, which is most
 * of what they weigh.
 */
export async function readEpisodes(
  db: ControlStore,
  of: readonly Pick<CommittedTransition, 'id'>[],
  { evidence }: { readonly evidence: boolean } = { evidence: true },
): Promise<CommittedTransition[][]> {
  const all = db
    .selectFrom('transition as o')
    .innerJoin('transition as t', (join) =>
      EPISODE.reduce((joined, column) => joined.onRef(`t.${column}`, '=', `o.${column}`), join),
    )
    .select(COLUMNS.map((column) => `t.${column}` as const))
    .select((e) => [evidence ? 't.evidence' : e.val('[]').as('evidence'), 'o.id as of'])
  const rows = await readInPieces(
    of.map(({ id }) => id),
    (part) => all.where('o.id', 'in', part).orderBy('t.id').execute(),
  )
  const byOne = new Map(of.map(({ id }) => [id, [] as CommittedTransition[]]))
  for (const row of rows) byOne.get(Number(row.of))!.push(toTransition(row))
  return of.map(({ id }) => byOne.get(id)!)
}

const COLUMNS = [
  ...(['id', 'subject', 'name', 'level', 'account', 'person', 'ordinal', 'what', 'at', 'as_of'] as const),
  ...(['log', 'n', 'config_hash', 'cause', 'compared', 'fresh', 'committed_at'] as const),
] as const

/** What an episode is told by. */
const EPISODE = ['subject', 'name', 'level', 'account', 'person', 'ordinal'] as const

/** How often each signal opened since an instant, and of how many accounts: themselves or their members. */
export async function countOpenings(
  db: ControlStore,
  since: Millis,
): Promise<ReadonlyMap<string, { readonly opened: number; readonly accounts: number }>> {
  const rows = await db
    .selectFrom('transition')
    .where('subject', '=', 'signal')
    .where('what', '=', 'opened')
    .where('at', '>=', since)
    .groupBy('name')
    .select((e) => [
      'name',
      e.fn.countAll<number>().as('opened'),
      e.fn
        .count<number>(e.fn('nullif', ['account', e.val('')]))
        .distinct()
        .as('accounts'),
    ])
    .execute()
  return new Map(
    rows.map(({ name, opened, accounts }) => [name, { opened: Number(opened), accounts: Number(accounts) }]),
  )
}

type TransitionRow = Pick<Awaited<ReturnType<typeof selectRow>>, (typeof COLUMNS)[number] | 'evidence'>
const selectRow = (db: ControlStore) => db.selectFrom('transition').selectAll().executeTakeFirstOrThrow()

function toTransition(row: TransitionRow): CommittedTransition {
  return {
    id: Number(row.id),
    subject: row.subject as CommittedTransition['subject'],
    name: row.name,
    entity: entityOf(row),
    ordinal: row.ordinal,
    what: row.what as CommittedTransition['what'],
    at: Number(row.at),
    asOf: row.as_of,
    position: row.log === null ? null : { log: row.log, n: Number(row.n) },
    configHash: row.config_hash,
    cause: row.cause as CommittedTransition['cause'],
    values: JSON.parse(row.compared),
    evidence: (JSON.parse(row.evidence) as Evidence[]).map(toEvidence),
    fresh: row.fresh === 1,
    committedAt: Number(row.committed_at),
  }
}

/** What an older version wrote does not say when it became known. */
function toEvidence(written: Evidence): Evidence {
  switch (written.kind) {
    case 'event':
      return { ...written, knownAt: written.knownAt ?? null }
    case 'days':
      return { ...written, days: written.days.map((day) => ({ ...day, knownDay: day.knownDay ?? null })) }
    case 'gauge':
    case 'entitlement':
      return written
  }
}

function entityOf(row: { level: string; account: string; person: string }): EntityRef {
  if (row.level === 'member') return { level: 'member', account: row.account, person: row.person }
  return row.level === 'person' ? { level: 'person', person: row.person } : { level: 'account', account: row.account }
}
