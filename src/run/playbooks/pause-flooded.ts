import { MS_PER_DAY } from '../../core/time.ts'
import { countEntered } from '../../store/control/playbooks/enrolments.ts'
import { pausePlaybook, readPlaybookStandings } from '../../store/control/playbooks/playbook-standing.ts'
import type { Project } from '../project.ts'

/**
 * Playbooks that more began within a day than was thought of are paused before anything is sent.
 * @returns those that are paused by it
 */
export async function pauseFlooded(project: Project, playbooks: readonly string[]): Promise<ReadonlySet<string>> {
  const { control, clock, config, say } = project
  const paused = new Set<string>()
  const standings = await readPlaybookStandings(control)
  for (const playbook of playbooks) {
    const breaker = config.judged.model.playbooks.find(({ key }) => key === playbook)?.breaker
    if (breaker === undefined) continue
    const now = clock.now()
    const after = Math.max(now - MS_PER_DAY, standings.get(playbook)?.resumedAt ?? 0)
    if ((await countEntered(control, { playbook, after, most: breaker + 1 })) <= breaker) continue
    paused.add(playbook)
    const entered = await countEntered(control, { playbook, after, most: Number.MAX_SAFE_INTEGER })
    const why = `${entered} began it within a day, over ${breaker}`
    await pausePlaybook(control, { playbook, by: 'breaker', why, at: now })
    say(
      `The playbook ${playbook} is paused before it sends anything more: ${why}. \`telltale playbooks resume ${playbook}\` goes on.`,
    )
  }
  return paused
}
