import { titleOf } from '../../contract/title-of.ts'
import { type PlaybookTask, readPlaybookTasks } from '../../store/control/playbooks/playbook-sends.ts'
import type { OpenEpisode } from '../../worklist/list-reasons.ts'
import type { Project } from '../project.ts'
import type { Gains } from './holdout/kept-gains.ts'

/** What playbooks have given people to do about all accounts, or some, as reasons for tasks: once each, of the kind of the signal that began it. */
export async function tasksOfPlaybooks(
  project: Project,
  gains: Gains,
  accounts: readonly string[] | null,
): Promise<ReadonlyMap<string, readonly OpenEpisode[]>> {
  const tasks = new Map<string, OpenEpisode[]>()
  for (const task of await readPlaybookTasks(project.control, accounts)) {
    const own = tasks.get(task.account)
    const reason = { ...toReason(project, task), measured: gains[task.playbook] }
    if (own === undefined) tasks.set(task.account, [reason])
    else own.push(reason)
  }
  return tasks
}

function toReason(project: Project, { key, playbook, account, person, team, action, at }: PlaybookTask): OpenEpisode {
  const day = project.zone.dayOf(at)
  return {
    ...{ id: key, account, member: person === '' ? null : person },
    ...{ title: titleOf(playbook), type: typeOf(project, playbook), escalated: false },
    ...{ suggest: { team, action, cadence: 'once' }, since: day, seen: day },
  }
}

function typeOf({ config }: Project, name: string): OpenEpisode['type'] {
  const { playbooks, signals } = config.judged.model
  const trigger = playbooks.find(({ key }) => key === name)?.trigger
  const began = trigger?.kind === 'signal' || trigger?.kind === 'stays' ? trigger.signal : null
  return signals.find(({ key }) => key === began)?.type ?? 'engagement'
}
