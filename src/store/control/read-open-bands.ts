import type { Day } from '../../core/time.ts'
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

/** The bands that accounts are in, as `score.band`, in order of account and score. */
export async function readOpenBands(db: ControlStore): Promise<OpenBand[]> {
  const rows = await db
    .selectFrom('signal_state')
    .select(['account', 'signal', 'state'])
    .where('level', '=', 'account')
    .where('signal', '>=', BANDS)
    .where('signal', '<', 'band/')
    .orderBy('account')
    .orderBy('signal')
    .execute()
  return rows.flatMap(({ account, signal, state }) => {
    const { open, openedDay, unknown = false }: Kept = JSON.parse(state)
    return open && openedDay !== null ? [{ account, key: signal.slice(BANDS.length), openedDay, unknown }] : []
  })
}
