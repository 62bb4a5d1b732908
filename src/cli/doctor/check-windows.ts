import type { Model, QuantityNode } from '../../config/model.ts'
import type { ServerStatus } from '../../contract/status.ts'
import { dayToIso, isoToDay } from '../../core/time.ts'
import { counted } from '../counted.ts'
import { type Diagnosis, note } from './diagnosis.ts'
import { namedLabels } from './named-labels.ts'

/** Numbers that look further back than there are events: until then they count what there is, which may look like a fall or a silence. */
export function judgeWindows(
  { graph }: Pick<Model, 'graph'>,
  status: Pick<ServerStatus, 'today' | 'firstDay'>,
): readonly Diagnosis[] {
  const today = isoToDay(status.today)
  const first = status.firstDay === null ? null : isoToDay(status.firstDay)
  if (today === null || first === null) return []
  const there = today - first + 1
  const nodes = [...graph.account, ...graph.member, ...graph.person].filter((node) => lookBackOf(node) > there)
  if (nodes.length === 0) return []
  const longest = Math.max(...nodes.map(lookBackOf))
  return [
    note(
      'windows',
      `there are ${counted(there, 'day')} of events, and ${namedLabels(nodes)} look back up to ${longest} days`,
      `Import the history before, or wait until ${dayToIso(first + longest - 1)}; until then what they say is of less.`,
    ),
  ]
}

/** Days from the first one that a number reads; 0: it has no such window. */
function lookBackOf({ expr }: QuantityNode): number {
  const window = 'window' in expr ? expr.window : null
  return window?.kind === 'rolling' ? window.days + window.offset : 0
}
