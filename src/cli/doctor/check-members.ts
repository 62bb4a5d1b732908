import type { Model, QuantityNode } from '../../config/model.ts'
import type { ServerStatus } from '../../contract/status.ts'
import { counted } from '../counted.ts'
import { type Diagnosis, note } from './diagnosis.ts'
import { namedLabels } from './named-labels.ts'

const NAMED = 3

/** Accounts without members, where the configuration asks for members: their shares are unknown and no roll-up ever holds, which nothing else shows. */
export function judgeMembers(
  { graph, signals }: Pick<Model, 'graph' | 'signals'>,
  { memberless }: Pick<ServerStatus, 'memberless'>,
): readonly Diagnosis[] {
  const nodes = graph.account.filter(restsOnMembers)
  const ofMembers = signals.filter(({ level }) => level === 'member')
  if (memberless.accounts === 0 || nodes.length + ofMembers.length === 0) return []
  const { accounts, of, named } = memberless
  const more = accounts > NAMED ? ` and ${accounts - NAMED} more` : ''
  const labels = namedLabels([...nodes, ...ofMembers.map(({ key }) => ({ label: `the signal ${key}` }))])
  return [
    note(
      'members',
      `${accounts} of ${counted(of, 'account')} with events in the last 28 days ${accounts === 1 ? 'has' : 'have'} no members (${named.slice(0, NAMED).join(', ')}${more}): ${labels} cannot tell anything of them`,
      'Send a group call for each user (or Account Added User); an event that names an account makes nobody its member.',
    ),
  ]
}

function restsOnMembers({ expr }: QuantityNode): boolean {
  switch (expr.kind) {
    case 'members':
    case 'active-members':
    case 'roll-up':
    case 'roll-up-where':
    case 'top-member':
      return true
    default:
      return false
  }
}
