import { type CommittedTransition, commitJudgement, type Judgement } from '../../store/control/commit-judgement.ts'
import type { Project } from '../project.ts'
import { enrolTriggered, toDecided } from './enrol-triggered.ts'

/** Commits a judgement of what really happened, and with it whom it brings into playbooks: after a crash both are there, or neither. */
export function commitDecided(
  { control, config }: Pick<Project, 'control' | 'config'>,
  judgement: Judgement,
): Promise<CommittedTransition[]> {
  const { model } = config.judged
  return commitJudgement(control, judgement, (tx, committed) =>
    enrolTriggered(tx, committed.map(toDecided), { model, now: judgement.committedAt }),
  )
}
