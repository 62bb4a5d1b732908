import type { Day } from '../../core/time.ts'
import type { Unusual, WholeMove } from '../../store/analytic/analytic-store.ts'
import type { DayRange, EventRow } from '../../store/analytic/rows.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'
import type { Learn } from './decide-causes.ts'
import { namesOfModel } from './stream-triggered-events.ts'

/** Whom it is asked for. */
export type Learner =
  | { readonly account: number; readonly actors?: undefined }
  | { readonly account?: undefined; readonly actors: readonly number[] }

/**
 * What became known on days that are judged, for the causes of what changed on them: read when first asked for, and the events only of those to whom something
 * came otherwise than as it happened. `atHand`: the events of the day that is open, where they were read already.
 */
export function learnFrom(
  { store, config }: Project,
  days: DayRange,
): (of: Learner, atHand?: readonly EventRow[]) => Learn {
  let unusual: Promise<Unusual> | null = null
  let whole: Promise<readonly WholeMove[]> | null = null
  const read = async (of: Learner, day: Day): Promise<EventRow[]> => {
    const scan = {
      names: namesOfModel(config.judged.model),
      by: 'known',
      days: { from: day, to: day },
      latest: null,
    } as const
    const rows: EventRow[] = []
    const whose =
      of.actors === undefined ? { accounts: Int32Array.of(of.account) } : { accounts: null, actors: of.actors }
    for await (const block of store.scanEvents({ ...scan, ...whose })) rows.push(...block)
    return rows
  }
  const isUnusual = async (of: Learner): Promise<boolean> => {
    unusual ??= store.findUnusual({ days, log: LIVE_LOG })
    const { accounts, actors } = await unusual
    return of.actors === undefined ? accounts.has(of.account) : of.actors.some((actor) => actors.has(actor))
  }
  return (of, atHand) => async (day) => {
    whole ??= store.findWholeMoves(days)
    const moves = (await whole).filter((move) => move.day === day && move.account === of.account)
    if (atHand !== undefined) return { events: atHand, moves }
    return { events: (await isUnusual(of)) ? await read(of, day) : null, moves }
  }
}
