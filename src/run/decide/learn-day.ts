import type { Model } from '../../config/model.ts'
import type { Day } from '../../core/time.ts'
import type { ImportedAfter, Unusual, WholeMove } from '../../store/analytic/analytic-store.ts'
import type { DayRange, EventRow } from '../../store/analytic/rows.ts'
import { importsAfter } from '../apply/kept-imports.ts'
import type { Project } from '../project.ts'
import type { Learn } from './decide-causes.ts'
import { namesOfModel } from './stream-triggered-events.ts'

/** Whom it is asked for. */
export type Learner =
  | { readonly account: number; readonly actors?: undefined }
  | { readonly account?: undefined; readonly actors: readonly number[] }

/** `atHand`: the events of the day that is open, where they were read already. */
export type LearnOf = (of: Learner, atHand?: readonly EventRow[]) => Learn

type Read = {
  readonly imports: readonly ImportedAfter[]
  readonly unusual: Unusual
  readonly moves: readonly WholeMove[]
}

/**
 * What became known on days that are judged, for the causes of what changed on them: read when first asked for, and the events only of those to whom something
 * came that day otherwise than as it happened.
 */
export function learnFrom(project: Project, model: Model, days: DayRange): LearnOf {
  const { store } = project
  const names = namesOfModel(model)
  let reading: Promise<Read> | null = null
  const readEvents = async (of: Learner, day: Day): Promise<EventRow[]> => {
    const scan = { names, by: 'known', days: { from: day, to: day }, latest: null } as const
    const rows: EventRow[] = []
    const whose =
      of.actors === undefined ? { accounts: Int32Array.of(of.account) } : { accounts: null, actors: of.actors }
    for await (const block of store.scanEvents({ ...scan, ...whose })) rows.push(...block)
    return rows
  }
  return (of, atHand) => async (day) => {
    reading ??= read(project, days)
    const { imports, unusual, moves } = await reading
    return {
      events: atHand ?? (isUnusual(unusual, of, day) ? await readEvents(of, day) : null),
      moves: moves.filter((move) => move.day === day && move.account === of.account),
      imported: new Set(imports.flatMap((one) => (one.day < day ? [one.log] : []))),
    }
  }
}

async function read(project: Project, days: DayRange): Promise<Read> {
  const imports = await importsAfter(project)
  const unusual = await project.store.findUnusual({ days, imports })
  return { imports, unusual, moves: await project.store.findWholeMoves(days) }
}

function isUnusual({ accounts, actors }: Unusual, of: Learner, day: Day): boolean {
  return of.actors === undefined
    ? accounts.get(of.account)?.has(day) === true
    : of.actors.some((actor) => actors.get(actor)?.has(day) === true)
}
