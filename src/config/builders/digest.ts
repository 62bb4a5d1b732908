import type { DigestSettings } from '../delivery/digest-settings.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'

/** A digest being defined. `Refs`: the names it mentions. */
export class DigestBuilder<Refs extends string = string> {
  readonly draft: DigestSettings
  declare readonly refs: readonly Refs[]
  constructor(draft: DigestSettings, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

type When<C extends string> = {
  /** The channel that takes it. */
  readonly via: C
  /** How often; weekly on the first day of the week, monthly on the first of the month. */
  readonly cadence?: DigestSettings['cadence']
  /** Not before this time of the product's day; default 08:00. */
  readonly at?: string
  /** A daily one also on Saturdays and Sundays; default not. */
  readonly weekends?: boolean
}

export type TaskDigestOptions<C extends string, T extends string> = When<C> & {
  /** Where each assignee gets theirs: an address, or an id in Slack. Not needed where the channel leads to one place. */
  readonly to?: Readonly<Record<string, string>>
  /** Only what this team does. */
  readonly team?: T
}

/** What each assignee is to do, to their capacity, each to themselves: `taskDigest({ via: 'mail', to: { ana: 'ana@example.com' } })`. Default daily. */
export function taskDigest<const C extends string, const T extends string = never>(
  options: TaskDigestOptions<C, T>,
  ...rest: readonly never[]
): DigestBuilder<`channel.${C}` | `team.${T}`> {
  const { to = {}, team = null } = options
  return build('taskDigest', options, { what: { kind: 'tasks', to: { ...to }, team }, cadence: 'daily', rest })
}

export type OtherDigestOptions<C extends string> = When<C> & {
  /** To whom, where the channel can reach several. */
  readonly to?: string
}

/** How everybody of every team stands, for the lead. Default weekly. */
export function teamDigest<const C extends string>(
  options: OtherDigestOptions<C>,
  ...rest: readonly never[]
): DigestBuilder<`channel.${C}`> {
  return build('teamDigest', options, { what: { kind: 'team', to: options.to ?? '' }, cadence: 'weekly', rest })
}

/** What moved among the metrics of the cadence, for whom, and whose next step it is. Default weekly. */
export function metricDigest<const C extends string>(
  options: OtherDigestOptions<C>,
  ...rest: readonly never[]
): DigestBuilder<`channel.${C}`> {
  return build('metricDigest', options, { what: { kind: 'metrics', to: options.to ?? '' }, cadence: 'weekly', rest })
}

type Defaults = Pick<DigestSettings, 'what' | 'cadence'> & { readonly rest: readonly unknown[] }

function build<Refs extends string>(
  builder: string,
  options: When<string>,
  { what, cadence, rest }: Defaults,
): DigestBuilder<Refs> {
  const { via, at = '08:00', weekends = false } = options
  const known = ['via', 'cadence', 'at', 'weekends', 'to', ...(what.kind === 'tasks' ? ['team'] : [])]
  return new DigestBuilder({ via, at, weekends, cadence: options.cadence ?? cadence, what }, [
    ...badOptions(builder, options, known),
    ...extra(builder, rest),
  ])
}
