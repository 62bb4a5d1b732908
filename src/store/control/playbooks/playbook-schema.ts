import type { Generated } from 'kysely'

/** Tables of the playbooks. */
export type PlaybookSchema = {
  /**
   * An entity inside a playbook. `state`: live, held (left alone, by its arm), finished, ended (`why` says by what). `step`: index of the step it stands at since `since`;
   * `due_at`: when it is looked at next, null where it is over. `at_event`: 1 where an event began it within the day.
   */
  enrolment: {
    id: Generated<number>
    playbook: string
    version: string
    level: string
    account: string
    person: string
    occurrence: string
    arm: string
    state: string
    why: string | null
    because: string
    entered_at: number
    at_event: number
    step: number
    since: number
    due_at: number | null
    ended_at: number | null
  }
  /** Playbooks as they were when somebody began them, by their hash. */
  playbook_version: { hash: string; body: string }
  /** `paused_at` null: it goes on. Entrants before `resumed_at` do not count as too many any more. */
  playbook_standing: {
    playbook: string
    paused_at: number | null
    paused_by: string | null
    why: string | null
    resumed_at: number | null
  }
  /** Messages that playbooks put into the outbox, for the caps. */
  playbook_send: { id: Generated<number>; playbook: string; account: string; recipient: string; at: number }
  /** Tasks that playbooks gave. */
  playbook_task: {
    id: Generated<number>
    key: string
    playbook: string
    account: string
    person: string
    team: string
    action: string
    at: number
  }
}
