import type { ColumnType, Generated } from 'kysely'
import type { KeptSchema } from './kept/kept-schema.ts'
import type { PlaybookSchema } from './playbooks/playbook-schema.ts'

/** Tables of the control store: small data only, what was decided and by whom. Instants are milliseconds; structured values are JSON text. */
export type ControlSchema = PlaybookSchema &
  KeptSchema & {
    meta: { key: string; value: string }
    judged_position: { log: string; n: number }
    /** Accounts that the day close under way has judged. */
    closed_account: { account: string }
    /** Persons across accounts that it has judged, by the key they went by on the closed days. */
    closed_person: { person: string }
    /** `format`: `MODEL_FORMAT` of the build that kept the model; 0: one that did not say. */
    config_version: { hash: string; model: string; format: number }
    /** Each time a config came into force. n: position in the live log; null: activated before positions were kept. overrides: the last one that it has; null: not known. */
    config_activation: {
      id: Generated<number>
      hash: string
      activated_at: number
      n: number | null
      overrides: number | null
    }
    override: { id: Generated<number>; path: string; value: string; set_by: string; set_at: number }
    signal_state: { level: string; signal: string; account: string; person: string; state: string }
    transition: TransitionTable
    /** What was done about a reason of a task; a row per reason, those of one act with the same task and `set_at`. `undone_by` null: it holds. */
    task_act: TaskActTable
    /** Days are inclusive. `cover` null: the others of the team. */
    absence: {
      id: Generated<number>
      person: string
      from_day: number
      to_day: number
      cover: string | null
      set_by: string
      set_at: number
    }
    /** The last row of an account holds up to `until_day`, included; `colour` null: taken back. */
    pulse: {
      id: Generated<number>
      account: string
      colour: string | null
      note: string
      until_day: number | null
      set_by: string
      set_at: number
    }
    /** The latest row of an artefact stands; `found`: what that week came to by itself. */
    verdict: {
      id: Generated<number>
      kind: string
      name: string
      about: string
      week: number
      ruling: string
      reasons: string
      found: string
      contender: string | null
      drifts: number
      config_hash: string
      proof: string
      computed_at: number
    }
    /** The last answer to each question that takes all of history: `imported` by what was imported then, `answer` JSON. */
    standing_answer: {
      question: string
      day: number
      config_hash: string
      imported: string
      worked_out_at: number
      answer: string
    }
    /** A row per version; `plan` was settled before the first exposure. */
    experiment: {
      id: Generated<number>
      name: string
      version: string
      plan: string
      set_at: number
      set_by: string
      ended_at: number | null
    }
    /** A row per account, written at its first trigger in both arms; `delivered_at` null: nothing is known of a delivery. */
    exposure: {
      id: Generated<number>
      experiment: string
      version: string
      account: string
      arm: string
      at: number
      delivered_at: number | null
    }
    /** Numbers of periods that are over; `definitions`, `positions`: what they were worked out with. */
    published_number: {
      metric: string
      from_day: string
      to_day: string
      value: number
      currency: string | null
      definitions: string
      positions: string
      worked_out_at: number
    }
    /** Each time such a number came out otherwise; `by`: what happened between the two. */
    restatement: {
      id: Generated<number>
      metric: string
      from_day: string
      to_day: string
      currency: string | null
      old_value: number
      new_value: number | null
      held_at: number
      seen_at: number
      by: string
    }
    /**
     * What is to leave; `key` is the same for every attempt. `state`: waiting, delivered, dead (given up, or refused), expired, dropped (by a person). `attempt`: how
     * often it was taken up. `lease_by` says who tries it now.
     */
    outbox: OutboxTable
    /** The log of attempts. */
    delivery_attempt: {
      id: Generated<number>
      delivery: number
      attempt: number
      at: number
      took_ms: number
      outcome: string
      status: number | null
      detail: string
    }
    /** How a channel does; no row: nothing was tried yet. `failing_since` null: the last attempt got through. */
    channel_standing: {
      channel: string
      delivered_at: number | null
      failing_since: number | null
      paused_until: number | null
      disabled_at: number | null
      why: string | null
    }
    /** Addresses to which a channel sends nothing more. */
    suppression: { channel: string; address: string; why: string; at: number }
    /** What the product shows to its users, by the key of its delivery. `person` '': everybody of the account; `account` '': wherever the person is. Not from `until` on. */
    message: {
      id: Generated<number>
      key: string
      person: string
      account: string
      payload: string
      at: number
      until: number
    }
    /** Who has seen to a message, and how: it is not shown to them again. */
    message_end: { message: number; person: string; what: string; at: number }
    api_key: {
      id: string
      prefix: string
      hash: string
      scope: string
      source: string
      created_at: number
      last_used_at: number | null
      expires_at: number | null
      revoked_at: number | null
      /** The user whose personal token it is. */
      owner: string | null
      /** JSON of the origins that may send with it; null: any. */
      origins: string | null
    }
    /** `password` null: cannot sign in by one. */
    user: { id: string; email: string; name: string; role: string; password: string | null; created_at: number }
    /** Secrets are kept as their SHA-256, here and below. */
    session: { hash: string; user: string; started_at: number; used_at: number }
    sign_in_link: {
      hash: string
      kind: string
      email: string | null
      name: string | null
      role: string
      made_by: string
      expires_at: number
    }
    /** By e-mail address (hashed) and by network address. */
    sign_in_failure: { caller: string; count: number; failed_at: number; blocked_until: number }
    /** Who did what. `hash` is made of the line and the hash before it; an empty `detail` was forgotten. */
    audit: {
      id: Generated<number>
      at: number
      who: string
      address: string
      what: string
      subject: string
      detail: string
      detail_hash: string
      hash: string
    }
  }

type OutboxTable = {
  id: Generated<number>
  key: string
  channel: string
  target: string
  payload: string
  state: string
  attempt: number
  next_at: number
  expires_at: number | null
  lease_by: string | null
  lease_until: number | null
  created_at: number
  settled_at: number | null
  why: string | null
}

type TaskActTable = {
  id: Generated<number>
  task: string
  reason: string
  account: string
  what: string
  day: number
  until_day: number | null
  result: string | null
  note: string
  set_by: string
  set_at: number
  undone_by: string | null
  undone_at: number | null
}

type TransitionTable = {
  id: ColumnType<number, never, never>
  subject: string
  name: string
  level: string
  account: string
  person: string
  ordinal: number
  what: string
  at: number
  as_of: number
  log: string | null
  n: number | null
  config_hash: string
  cause: string
  compared: string
  evidence: string
  committed_at: number
  fresh: number
}
