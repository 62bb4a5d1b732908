import { foundations } from '../compile/collect-refs.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { errorAt } from './problem-at.ts'
import { walkConfig } from './walk-config.ts'

/** Rule: members are asked for segments of their account only where these are known before the members are: not made of their numbers, nor of what is judged after them. */
export function checkMemberSegments(config: ConfigDraft): readonly Problem[] {
  const rolledUp = definitionsOverMembers(config)
  return walkConfig(config).conditions.flatMap(({ path, level, what }) => {
    if (level !== 'member' || what.kind !== 'in-segment' || config.segments[what.segment]?.level !== 'account')
      return []
    const own = `segment.${what.segment}`
    const late = [own, ...foundations(config, own)].find((one) => one.startsWith('signal.') || rolledUp.has(one))
    if (late === undefined) return []
    const through = late === own ? 'its members' : late.replace('.', ' ')
    return [
      errorAt(path, {
        code: 'wrong_level',
        bad: what.segment,
        message: `The segment ${what.segment} rests on ${through}, which is only known once the members have been judged; here members are asked for it.`,
        mend: "Make the segment from the account's own numbers and properties, or ask for it in a condition of accounts.",
      }),
    ]
  })
}

const KIND_OF = new Map([
  ['segments', 'segment'],
  ['indicators', 'indicator'],
  ['entitlements', 'limit'],
  ['milestones', 'milestone'],
  ['scores', 'score'],
])

/** `kind.name` of those in which numbers of members are rolled up. */
function definitionsOverMembers(config: ConfigDraft): ReadonlySet<string> {
  const rollUps = walkConfig(config).quantities.filter(
    ({ what }) => what.kind.startsWith('roll-up') || what.kind === 'top-member',
  )
  return new Set(
    rollUps.flatMap(({ path }) => {
      const [part = '', name = ''] = path.replace(/^activation\./, '').split('.')
      const kind = KIND_OF.get(part)
      return kind === undefined ? [] : [`${kind}.${name}`]
    }),
  )
}
