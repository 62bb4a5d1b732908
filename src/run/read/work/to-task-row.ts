import type { TaskReason, TaskRow } from '../../../contract/worklist.ts'
import { dayToIso } from '../../../core/time.ts'
import { phraseTask } from '../../../worklist/phrase-task.ts'
import type { DueReason, Task, WorkAccount } from '../../../worklist/task.ts'
import type { Project } from '../../project.ts'
import type { GatheredWork } from '../gather-work.ts'
import { nameOfEntity } from '../read-signals.ts'
import { readSeen } from './read-seen.ts'

/** Tasks as they are shown: in words, with the names that are known now. */
export async function toTaskRows(project: Project, work: GatheredWork, tasks: readonly Task[]): Promise<TaskRow[]> {
  const seen = await readSeen(project, work.open, tasks)
  return tasks.map(({ reasons, ...task }) => {
    const named = reasons.map((reason) => nameMember(project, reason))
    const because = phraseTask({ ...task, reasons: named, today: work.today })
    return toRow({ ...task, reasons: named }, { because, seen: seen.get(task.id) ?? null })
  })
}

/** How an account stands by the score of its health. */
export function healthOf({ health }: WorkAccount): TaskRow['health'] {
  return health === null ? null : { band: health.band, value: health.value, sinceDay: dayToIso(health.since) }
}

function nameMember(project: Project, reason: DueReason): DueReason {
  const { account, what } = reason
  if (what.kind !== 'signal' || what.member === null) return reason
  const member = nameOfEntity(project, { level: 'member', account, person: what.member })
  return { ...reason, what: { ...what, member } }
}

function toRow({ account, reasons, ...task }: Task, { because, seen }: Pick<TaskRow, 'because' | 'seen'>): TaskRow {
  const { id, team, assignee, insteadOf, overdueDays, risk, value, waits } = task
  return {
    ...{ id, account: account.key, name: account.name, team, assignee, insteadOf },
    action: reasons[0]!.suggest.action,
    ...{ because, seen, reasons: reasons.map(toReason) },
    ...{ due: dayToIso(task.due), overdueDays },
    ...{ risk, value, mrr: account.mrr, health: healthOf(account) },
    renewsOn: account.renewsOn === null ? null : dayToIso(account.renewsOn),
    waits,
  }
}

function toReason({ id, what, since, suggest, due }: DueReason): TaskReason {
  const said = {
    id,
    kind: what.kind,
    since: dayToIso(since),
    suggest: { ...suggest },
    due: dayToIso(due),
    measured: null,
  }
  switch (what.kind) {
    case 'signal':
      return {
        ...{ ...said, title: what.title, type: what.type, member: what.member, escalated: what.escalated },
        measured: what.measured?.sentence ?? null,
      }
    case 'routine':
      return { ...said, title: `${what.score} ${what.band}`, type: null, member: null, escalated: false }
    case 'renewal':
      return { ...said, title: `renews on ${dayToIso(what.on)}`, type: null, member: null, escalated: false }
  }
}
