import { DETECTORS } from '../detectors.ts'
import type { DetectorDraft, QuantityDraft, ShiftDraft } from '../draft.ts'
import { type Events, eventList } from './event-quantities.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'
import { type Where, whereList } from './property.ts'
import { QuantityBuilder } from './quantity.ts'

/** A test of an entity against its own past, being defined. `Refs`: the names it mentions. */
export class DetectorBuilder<Refs extends string = string> {
  readonly draft: DetectorDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: DetectorDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** What may be set of a detector of drops and rises; the defaults keep false alarms below one in 100 weeks of a healthy account. */
export type ShiftOptions<S extends string = string> = {
  /** How the day was for everybody is asked of the accounts of the same group of this segment, where there are at least 30. */
  readonly in?: S
  /** How improbable so few (so many) must be if nothing had changed. */
  readonly alpha?: number
  /** At most (for a rise: at least) this share of what was expected. */
  readonly ratio?: number
  /** At least so many must have been expected. */
  readonly expected?: number
  /** At least so many fewer (more) than expected. Default 0, and 2 for people. */
  readonly change?: number
}

/** What is watched: events by their keys, a number over the last seven days, or (absent) everything of value. */
type Watched<E extends string, R extends string> = Events<E> | QuantityBuilder<R>
type ShiftRefs<E extends string, R extends string, S extends string> =
  | `event.${NoInfer<E>}`
  | NoInfer<R>
  | `segment.${NoInfer<S>}`

/** The last seven days lie far below the entity's own usual week: judged daily, opens after three days in a row. */
export function fastDrop<const E extends string = never, R extends string = never, const S extends string = never>(
  of?: Watched<E, R>,
  options?: ShiftOptions<S>,
  ...rest: readonly never[]
): DetectorBuilder<ShiftRefs<E, R, S>> {
  return shift('fast drop', { of, options, rest })
}

/** The last four weeks lie below the entity's own usual: judged weekly, finds what declines too slowly for `fastDrop`. */
export function slowDrop<const E extends string = never, R extends string = never, const S extends string = never>(
  of?: Watched<E, R>,
  options?: ShiftOptions<S>,
  ...rest: readonly never[]
): DetectorBuilder<ShiftRefs<E, R, S>> {
  return shift('slow drop', { of, options, rest })
}

/** The last seven days lie far above the entity's own usual week: judged daily, opens after three days in a row. */
export function rise<const E extends string = never, R extends string = never, const S extends string = never>(
  of?: Watched<E, R>,
  options?: ShiftOptions<S>,
  ...rest: readonly never[]
): DetectorBuilder<ShiftRefs<E, R, S>> {
  return shift('rise', { of, options, rest })
}

type SilenceOptions = { readonly alpha?: number; readonly where?: Where }

/** Silent on more business days in a row than it ever is: for who does less than five a week, which no sum can judge. */
export function silence<const E extends string = never>(
  events?: Events<E>,
  options: SilenceOptions = {},
  ...rest: readonly never[]
): DetectorBuilder<`event.${NoInfer<E>}`> {
  const draft: DetectorDraft = {
    kind: 'silence',
    events: events === undefined ? null : eventList(events),
    where: whereList(options.where),
    alpha: options.alpha ?? DETECTORS.silence.alpha,
  }
  return new DetectorBuilder(draft, [...badOptions('silence', options, ['alpha', 'where']), ...extra('silence', rest)])
}

type Given = {
  readonly of: string | readonly string[] | QuantityBuilder | undefined
  readonly options: ShiftOptions | undefined
  readonly rest: readonly unknown[]
}

const NAMES = { 'fast drop': 'fastDrop', 'slow drop': 'slowDrop', rise: 'rise' } as const

function shift<R extends string>(kind: ShiftDraft['kind'], { of, options = {}, rest }: Given): DetectorBuilder<R> {
  const { alpha, ratio, expected } = DETECTORS[kind]
  const watched = of instanceof QuantityBuilder ? of.draft : countOf(of)
  const change = watched.kind === 'distinct-users' || watched.kind === 'active-members' ? 2 : 0
  const { in: segment = null, ...set } = options
  const misuse = badOptions(NAMES[kind], options, ['in', 'alpha', 'ratio', 'expected', 'change'])
  return new DetectorBuilder({ kind, of: watched, segment, alpha, ratio, expected, change, ...set }, [
    ...misuse,
    ...extra(NAMES[kind], rest),
  ])
}

function countOf(events: string | readonly string[] | undefined): QuantityDraft {
  const window = { kind: 'rolling', days: 7, offset: 0 } as const
  return { kind: 'count', events: events === undefined ? null : eventList(events), window, where: [] }
}
