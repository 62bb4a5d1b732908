import type { Model } from '../../config/model.ts'
import type { IndicatorStanding } from '../../contract/indicators.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { Day } from '../../core/time.ts'
import type { Entity, MemberEntity } from '../../fold/entity.ts'
import { foldAccount } from '../../fold/fold-account.ts'
import { makeFoldSpace } from '../../fold/fold-space.ts'
import type { Planned } from '../planned.ts'
import type { Project } from '../project.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { madeOf } from './explain/made-of.ts'
import { known } from './known.ts'
import { referenceAsked } from './reference-of-days.ts'

const WEEKS = 8

/** The indicators that the configuration names at the entity's level, as they stand at the last of its days. */
export function readIndicators(model: Model, entity: Entity): IndicatorStanding[] {
  const nodes = model.graph[entity.level]
  const last = entity.to - entity.from
  const read = (node: number): number | null => known(entity.values[node]?.[last])
  return nodes
    .flatMap(({ key, label, unit }, node): IndicatorStanding[] => {
      if (key === null) return []
      const weeks = meansOfWeeks(entity.values[node]!, last)
      return [{ key, title: titleOf(key), label, unit, value: read(node), parts: madeOf(nodes, node, read), weeks }]
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

function meansOfWeeks(values: Float64Array, last: number): (number | null)[] {
  return Array.from({ length: WEEKS }, (_, week) => {
    const end = last + 1 - 7 * (WEEKS - 1 - week)
    if (end < 7) return null
    return known(values.subarray(end - 7, end).reduce((sum, value) => sum + value, 0) / 7)
  })
}

type Asked = { readonly planned: Planned; readonly day: Day }

/** The indicators of the members of an account at the close of a day, by person. Empty where the configuration names none. */
export async function readMemberIndicators(
  project: Project,
  input: AccountInput,
  { planned, day }: Asked,
): Promise<ReadonlyMap<number, IndicatorStanding[]>> {
  const found = new Map<number, IndicatorStanding[]>()
  const { model, plan } = planned
  if (model.graph.member.every(({ key }) => key === null)) return found
  const days = { from: day - 7 * WEEKS + 1, to: day }
  const reference = await referenceAsked(project, planned, days)
  const onMember = (member: MemberEntity): void => {
    found.set(member.person, readIndicators(model, member))
  }
  const space = makeFoldSpace(plan, { judgesMembers: true })
  foldAccount({ plan, space, ...input, days, view: 'decision', reference, onMember })
  return found
}
