import { readInAppTarget } from '../../../config/delivery/in-app-target.ts'
import type { Playbook } from '../../../config/playbooks/playbook.ts'
import type {
  AccountOutreach,
  AsOfDay,
  OutreachEnrolment,
  OutreachMessage,
  OutreachTask,
} from '../../../contract/account-parts/account-outreach.ts'
import { titleOf } from '../../../contract/title-of.ts'
import { dayToIso, type Millis } from '../../../core/time.ts'
import { titleOfMessage } from '../../../deliver/title-of-message.ts'
import { isNeverContacted } from '../../../playbooks/never-contact.ts'
import {
  type GivenTask,
  type PastEnrolment,
  readDeliveriesUnder,
  readEnrolmentsOf,
  readSeen,
  readTasksOf,
  type SeenBy,
} from '../../../store/control/playbooks/read-outreach.ts'
import type { StoredDelivery } from '../../../store/control/read-deliveries.ts'
import { keysOf } from '../../playbooks/act.ts'
import type { Project } from '../../project.ts'
import { closedDay } from '../read-account-detail.ts'
import { nameOfEntity } from '../read-signals.ts'

const LISTED = 100

/** What playbooks did about an account, as it was known at the close of a day; of the last closed day: now. null: there is no such account. @throws bad_argument */
export async function readAccountOutreach(
  project: Project,
  account: string,
  { asOf }: AsOfDay,
): Promise<AccountOutreach | null> {
  const { control, judgedDay: latest, config, clock, zone, store } = project
  if (latest === null || store.dictionary.account.idOf(account) === undefined) return null
  const day = asOf === undefined ? latest : closedDay(asOf, latest)
  const upTo = day === latest ? clock.now() : zone.startOf(day + 1) - 1
  const asked = { account, upTo, limit: LISTED }
  const enrolments = await readEnrolmentsOf(control, asked)
  const prefixes = [...new Set(enrolments.map(keysOf))]
  const messages = await readDeliveriesUnder(control, { prefixes, upTo, limit: LISTED })
  const seen = await readSeen(control, { keys: messages.map(({ key }) => key), upTo })
  const nameOf = (person: string): string | null =>
    person === '' ? null : nameOfEntity(project, { level: 'member', account, person })
  return {
    asOf: dayToIso(day),
    neverContacted: isNeverContacted(config.judged.model.outreach, account),
    enrolments: enrolments.map((one) => toEnrolment(one, { upTo, nameOf, playbooks: config.judged.model.playbooks })),
    tasks: (await readTasksOf(control, asked)).map((task) => toTask(task, nameOf)),
    messages: messages.map((one) => toMessage(one, { upTo, nameOf, seen: seen.get(one.key) ?? null })),
  }
}

type Telling = { readonly upTo: Millis; readonly nameOf: (person: string) => string | null }

/** Of one that ended later, it is not known any more at which step it stood. */
function toEnrolment(
  one: PastEnrolment,
  { upTo, nameOf, playbooks }: Telling & { readonly playbooks: readonly Playbook[] },
): OutreachEnrolment {
  const { id, playbook, person, arm, because, enteredAt, endedAt, dueAt } = one
  const isOver = endedAt !== null && endedAt <= upTo
  const live = { state: 'live', why: null, endedAt: null } as const
  return {
    ...{ id, playbook, title: titleOf(playbook), member: nameOf(person), person: idOf(person), arm, because },
    ...{ enteredAt: iso(enteredAt), step: null, dueAt: null },
    ...(isOver ? { state: one.state, why: one.why, endedAt: iso(endedAt) } : live),
    ...(endedAt === null ? { step: stepOf(one, playbooks), dueAt: dueAt === null ? null : iso(dueAt) } : {}),
  }
}

/** null: the playbook reads otherwise by now. */
function stepOf({ playbook, version, step }: PastEnrolment, playbooks: readonly Playbook[]): string | null {
  return playbooks.find(({ key, hash }) => key === playbook && hash === version)?.steps[step]?.kind ?? null
}

function toTask({ id, playbook, person, team, action, at }: GivenTask, nameOf: Telling['nameOf']): OutreachTask {
  return { id, playbook, title: titleOf(playbook), member: nameOf(person), team, action, at: iso(at) }
}

function toMessage(
  one: StoredDelivery,
  { upTo, nameOf, seen }: Telling & { readonly seen: SeenBy | null },
): OutreachMessage {
  const { id, key, channel, payload, createdAt, settledAt } = one
  const [, playbook = '', , , person = ''] = key.split('/').map(decodeURIComponent)
  const isSettled = settledAt !== null && settledAt <= upTo
  const waits = { state: 'waiting', settledAt: null, why: settledAt === null ? one.why : null } as const
  return {
    ...{ id, playbook, title: titleOf(playbook), member: nameOf(person), channel, seen },
    ...{ says: titleOfMessage(JSON.parse(payload)), at: iso(createdAt), to: toWhom(one, nameOf) },
    ...(isSettled ? { state: one.state, settledAt: iso(settledAt), why: one.why } : waits),
  }
}

function toWhom({ target }: StoredDelivery, nameOf: Telling['nameOf']): string | null {
  const shown = readInAppTarget(target)
  if (shown !== null) return shown.user === null ? null : nameOf(`u:${shown.user}`)
  return target === '' ? null : target
}

/** As the product sends it. */
function idOf(person: string): string | null {
  return person === '' ? null : person.slice(2)
}

function iso(at: Millis): string {
  return new Date(at).toISOString()
}
