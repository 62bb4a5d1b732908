import type { Playbook } from '../../../config/playbooks/playbook.ts'
import type { Transition } from '../../../core/transition.ts'
import { readEntrances } from '../../../store/control/playbooks/enrolments.ts'
import type { Project } from '../../project.ts'
import { type Span, simulateAll } from '../live-through-past.ts'
import { type Entrance, firstOfEach } from './first-of-each.ts'

/** Who would have begun a playbook over days of the past, in order of time; where a calendar or a person begins it, who did. */
export async function pastEntrances(
  project: Project,
  playbook: Playbook,
  past: { readonly changes: readonly Transition[]; readonly span: Span },
): Promise<Entrance[]> {
  const entrances =
    playbook.listens === null
      ? await readEntrances(project.control, playbook.key, past.span)
      : simulateAll(project, playbook, past).map(({ account, enteredAt }) => ({ account, at: Date.parse(enteredAt) }))
  return firstOfEach(entrances)
}
