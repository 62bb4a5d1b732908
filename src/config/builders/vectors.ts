import { activation } from './activation.ts'
import { rollUp } from './derived-quantities.ts'
import { activeMembers, activeShare, adoption, size, tenure } from './entity-quantities.ts'
import { badList, badOptions, extra, type Misuse } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'
import { score } from './score.ts'
import { days } from './window.ts'

export type VectorOptions<F extends string> = {
  /** The key features; default every feature that the config's events name. */
  readonly features?: readonly F[]
}
type Adopted<F extends string> = `feature.${NoInfer<F>}`

const WINDOW = days(28)
/** Uses in 28 days that make a feature a habit: once a week. */
const WEEKLY = 4

/**
 * The six vectors of an account as indicators, to be spread into a config's `indicators`: tenure in months, size, activation score, engagement (the account's own score,
 * and the mean of its members'), active members and their share of all (said with both numbers), adoption (the share of key features used in 28 days) and its depth (used once a week or
 * more). Rests on `activation`, and on scores named `engagement` and `memberEngagement`.
 */
export function vectors<const F extends string = never>(options: VectorOptions<F> = {}, ...rest: readonly never[]) {
  const misuse = misuseOf('vectors', options, rest)
  return {
    tenure: new QuantityBuilder<never>(tenure().draft, misuse),
    size: size(),
    activation: activation('score'),
    engagement: score('engagement'),
    engagementOfMembers: rollUp('mean', score('memberEngagement')),
    activeMembers: activeMembers(WINDOW),
    activeShare: activeShare(WINDOW),
    ...adoptions<F>(options),
  }
}

/**
 * The vectors that members have too, as indicators of members: tenure in days, activation score (needs 'member' among the levels of `activation`), engagement,
 * adoption and its depth. Rests on a score named `memberEngagement`.
 */
export function memberVectors<const F extends string = never>(
  options: VectorOptions<F> = {},
  ...rest: readonly never[]
) {
  const misuse = misuseOf('memberVectors', options, rest)
  const { adoption, adoptionDepth } = adoptions<F>(options)
  return {
    memberTenure: new QuantityBuilder<never>(tenure('days').level('member').draft, misuse),
    memberActivation: activation('score').level('member'),
    memberEngagement: score('memberEngagement').level('member'),
    memberAdoption: adoption.level('member'),
    memberAdoptionDepth: adoptionDepth.level('member'),
  }
}

function adoptions<F extends string>({ features }: VectorOptions<F>) {
  const of = { window: WINDOW, ...(features === undefined ? {} : { features }) }
  return {
    adoption: adoption(of) as QuantityBuilder<Adopted<F>>,
    adoptionDepth: adoption({ ...of, minimum: WEEKLY }) as QuantityBuilder<Adopted<F>>,
  }
}

function misuseOf(builder: string, options: VectorOptions<string>, rest: readonly unknown[]): readonly Misuse[] {
  return [...badOptions(builder, options, ['features']), ...badList(builder, options.features), ...extra(builder, rest)]
}
