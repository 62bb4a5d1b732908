import type { Model } from '../../config/model.ts'
import type { Day } from '../../core/time.ts'
import type { Unusual, Whose } from '../../store/analytic/analytic-store.ts'
import type { DayRange, EventRow } from '../../store/analytic/rows.ts'
import { importsAfter } from '../apply/kept-imports.ts'
import type { Project } from '../project.ts'
import type { Learner, LearnOf } from './decide-causes.ts'
import { namesOfModel } from './stream-triggered-events.ts'

/** `whose`: of whom anything will be asked; absent: of anybody. */
type LearnedOn = { readonly days: DayRange; readonly whose?: Whose }
type Asking = Pick<Project, 'store' | 'folder' | 'control'>

/**
 * What became known on days that are judged, for the causes of what changed on them: read when first asked for, and the events only of those to whom something
 * came that day otherwise than as it happened.
 */
export function learnFrom(project: Asking, model: Model, { days, whose = 'all' }: LearnedOn): LearnOf {
  const { store } = project
  const names = namesOfModel(model)
  const imports = readOnce(() => importsAfter(project))
  const moves = readOnce(() => store.findWholeMoves(days))
  const unusual = readOnce(async () => store.findUnusual({ days, imports: await imports(), whose }))
  const readEvents = async (of: Learner, day: Day): Promise<EventRow[]> => {
    const scan = { names, by: 'known', days: { from: day, to: day }, latest: null } as const
    const rows: EventRow[] = []
    const whose =
      of.actors === undefined ? { accounts: Int32Array.of(of.account) } : { accounts: null, actors: of.actors }
    for await (const block of store.scanEvents({ ...scan, ...whose })) rows.push(...block)
    return rows
  }
  return (of, atHand) => async (day) => {
    const learned = atHand ?? (isUnusual(await unusual(), of, day) ? await readEvents(of, day) : null)
    return {
      events: learned,
      moves: (await moves()).filter((move) => move.day === day && move.account === of.account),
      imported: new Set((await imports()).flatMap((one) => (one.day < day ? [one.log] : []))),
    }
  }
}

/** Asked when first needed; what failed is asked again. */
function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null
  return async () => {
    reading ??= read()
    try {
      return await reading
    } catch (error) {
      reading = null
      throw error
    }
  }
}

function isUnusual({ accounts, actors }: Unusual, of: Learner, day: Day): boolean {
  return of.actors === undefined
    ? accounts.get(of.account)?.has(day) === true
    : of.actors.some((actor) => actors.get(actor)?.has(day) === true)
}
