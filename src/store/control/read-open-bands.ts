import type { Day, Millis } from '../../core/time.ts'
import type { Transition } from '../../core/transition.ts'
import { readInPieces } from './in-pieces.ts'
import type { ControlStore } from './open-control-store.ts'

/** `unknown`: the score was unknown at the last close, so that this is the band it was last known to be in. */
export type OpenBand = {
  readonly account: string
  readonly key: string
  readonly openedDay: Day
  readonly unknown: boolean
}

type Kept = { readonly open: boolean; readonly openedDay: Day | null; readonly unknown?: boolean }

/** Names of the states of bands begin with this. */
const BANDS = 'band.'

/** The bands that accounts are in, all of them or some, as `score.band`, in order of account and score. */
export async function readOpenBands(db: ControlStore, accounts: readonly string[] | null = null): Promise<OpenBand[]> {
  const open = db
    .selectFrom('signal_state')
    .select(['account', 'signal', 'state'])
    .where('level', '=', 'account')
    .where('signal', '>=', BANDS)
    .where('signal', '<', 'band/')
    .orderBy('account')
    .orderBy('signal')
  const rows =
    accounts === null
      ? await open.execute()
      : await readInPieces(accounts, (part) => open.where('account', 'in', part).execute())
  return rows.flatMap(({ account, signal, state }) => {
    const { open, openedDay, unknown = false }: Kept = JSON.parse(state)
    return open && openedDay !== null ? [{ account, key: signal.slice(BANDS.length), openedDay, unknown }] : []
  })
}

/** When the last entry of each account into each band was written, by account and `score.band`: what an import brings is written when it is brought. */
export async function readBandEntries(
  db: ControlStore,
): Promise<readonly { readonly account: string; readonly key: string; readonly committedAt: Millis }[]> {
  const rows = await db
    .selectFrom('transition')
    .select((e) => ['account', 'name', e.fn.max('committed_at').as('committed')])
    .where('subject', '=', 'band')
    .where('level', '=', 'account')
    .where('what', '=', 'opened')
    .groupBy(['account', 'name'])
    .execute()
  return rows.map(({ account, name, committed }) => ({ account, key: name, committedAt: Number(committed) }))
}

/** Every entry into a band of a score and every leave, of accounts, in the order in which they were decided. */
export async function readBandMoves(db: ControlStore, score: string): Promise<BandMove[]> {
  const rows = await db
    .selectFrom('transition')
    .select(['account', 'name', 'what', 'as_of', 'cause'])
    .where('subject', '=', 'band')
    .where('level', '=', 'account')
    .where('name', '>=', `${score}.`)
    .where('name', '<', `${score}/`)
    .orderBy('id')
    .execute()
  return rows.map(({ account, name, what, as_of, cause }) => ({
    ...{ account, band: name.slice(score.length + 1), asOf: as_of },
    ...{ what: what as Transition['what'], cause: cause as Transition['cause'] },
  }))
}

export type BandMove = Pick<Transition, 'what' | 'asOf' | 'cause'> & { readonly account: string; readonly band: string }
