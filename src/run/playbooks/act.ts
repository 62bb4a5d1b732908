import type { Delivery } from '../../config/delivery/settings.ts'
import { isForAccount } from '../../config/playbooks/by-default.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { cleanLine } from '../../deliver/clean-line.ts'
import { renderText } from '../../deliver/letter/render-template.ts'
import type { Message } from '../../deliver/message.ts'
import { mayBeSentAt, reachOf } from '../../playbooks/may-send.ts'
import { isNeverContacted } from '../../playbooks/never-contact.ts'
import type { Action } from '../../playbooks/plan-move.ts'
import type { NewDelivery } from '../../store/control/outbox.ts'
import type { Enrolment } from '../../store/control/playbooks/enrolments.ts'
import {
  hasDelivery,
  type PlaybookSend,
  type PlaybookTask,
  readSends,
} from '../../store/control/playbooks/playbook-sends.ts'
import type { Project } from '../project.ts'
import { findRecipients, type Recipient } from './find-recipients.ts'
import { tellData, withRecipient } from './tell-data.ts'
import { type Telling, writeCall, writeSend, writeSet } from './write-message.ts'

/** What an action comes to, to be committed with the step that follows it. `until`: not all could be sent yet, and it is looked at again then. */
export type Acted = {
  readonly deliveries: readonly NewDelivery[]
  readonly sends: readonly PlaybookSend[]
  readonly tasks: readonly PlaybookTask[]
  readonly until: Millis | null
}

export type Acting = {
  readonly project: Project
  readonly delivery: Delivery
  readonly playbook: Playbook
  readonly enrolment: Enrolment
  /** Since when it is to be done. */
  readonly at: Millis
  readonly now: Millis
}

/** What quiet hours or caps have put off for so long is not sent any more, and neither is what did not leave by then. */
const LATE_MS = 3 * MS_PER_DAY

/** What an action of a playbook is to leave behind. Faults of a template are told in place of the message. */
export async function act(acting: Acting, action: Action): Promise<Acted> {
  const { project, playbook, enrolment, delivery, at } = acting
  const data = await tellData(project, playbook, { about: enrolment, steps: [action], delivery })
  const { account, person, occurrence, because } = enrolment
  const telling: Telling = { playbook: playbook.key, account, person, occurrence, because, at, data }
  switch (action.kind) {
    case 'send':
      return send(acting, action, telling)
    case 'task': {
      const said = tryTo(() => cleanLine(renderText(action.action, data), 300))
      const task = { playbook: playbook.key, account, person, team: action.team, at: acting.now }
      return { ...NOTHING, tasks: [{ key: keyOf(acting, action), ...task, action: said.made ?? said.fault }] }
    }
    case 'set':
      return one(acting, action, { via: action.via, told: tryTo(() => writeSet(action, telling)) })
    case 'call':
      return one(acting, action, { via: action.via, told: tryTo(() => writeCall(action, telling)) })
  }
}

const NOTHING: Acted = { deliveries: [], sends: [], tasks: [], until: null }

/** The same for good, and for no version of a playbook: it is never sent twice. */
export function keyOf({ enrolment }: Pick<Acting, 'enrolment'>, { id }: Pick<Action, 'id'>, to = ''): string {
  const { person, occurrence } = enrolment
  const parts = [person, occurrence, id, ...(to === '' ? [] : [to])]
  return `${keysOf(enrolment)}${joinParts(parts)}`
}

/** What the keys of all begin with that a playbook does about an account and its members. */
export function keysOf({ playbook, level, account }: Pick<Enrolment, 'playbook' | 'level' | 'account'>): string {
  return `${joinParts(['playbook', playbook, level, account])}/`
}

function joinParts(parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part)).join('/')
}

type Told<T> = { readonly made: T; readonly fault: null } | { readonly made: null; readonly fault: string }

function tryTo<T>(make: () => T): Told<T> {
  try {
    return { made: make(), fault: null }
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return { made: null, fault: `its text could not be written: ${said}` }
  }
}

type ToPut = { readonly via: string; readonly told: Told<Message> }

function one(acting: Acting, action: Action, { via, told }: ToPut): Acted {
  const key = keyOf(acting, action)
  return { ...NOTHING, deliveries: [toDelivery(acting, { key, via, target: '', told, cannot: null })] }
}

type Put = ToPut & { readonly key: string; readonly target: string; readonly cannot: string | null }

function toDelivery({ now }: Acting, { key, via, target, told, cannot }: Put): NewDelivery {
  return {
    ...{ key, channel: via, target, payload: JSON.stringify(told.made ?? {}) },
    ...{ at: now, expiresAt: now + LATE_MS, cannot: cannot ?? told.fault },
  }
}

type SendAction = Extract<Action, { kind: 'send' }>
type Draft = { deliveries: NewDelivery[]; sends: PlaybookSend[]; until: Millis | null }

async function send(acting: Acting, action: SendAction, telling: Telling): Promise<Acted> {
  const { project, delivery, enrolment } = acting
  const channel = delivery.channels[action.via]
  const { outreach } = project.config.judged.model
  const { account, person } = enrolment
  // One's own people are told as ever.
  if (isNeverContacted(outreach, account) && isForAccount(action.to, channel?.kind)) return NOTHING
  const recipients = await findRecipients(project, { to: action.to, channel, account, person, outreach })
  const draft: Draft = { deliveries: [], sends: [], until: null }
  for (const recipient of recipients) {
    const told = tryTo(() => writeSend(action, { ...telling, data: withRecipient(telling.data, recipient) }, channel))
    const key = keyOf(acting, action, recipient.id)
    await putOne(acting, draft, {
      recipient,
      put: { key, via: action.via, target: recipient.target, told, cannot: recipient.cannot },
    })
  }
  return { ...draft, tasks: [] }
}

type PutOne = { readonly recipient: Recipient; readonly put: Put }

async function putOne(acting: Acting, draft: Draft, { recipient, put }: PutOne): Promise<void> {
  const { project, enrolment, at, now, playbook } = acting
  if (put.cannot !== null || put.told.fault !== null) {
    draft.deliveries.push(toDelivery(acting, put))
    return
  }
  // Sent before the others had to wait.
  if (await hasDelivery(project.control, put.key)) return
  const who = `${put.via} ${put.target === '' ? recipient.id : put.target}`
  const time = await timeOf(acting, draft, { recipient, who })
  if (time - at > LATE_MS) {
    draft.deliveries.push(
      toDelivery(acting, { ...put, cannot: 'quiet hours or caps left no room for it in three days' }),
    )
    return
  }
  if (time > now) {
    draft.until = Math.min(draft.until ?? time, time)
    return
  }
  draft.deliveries.push(toDelivery(acting, put))
  draft.sends.push({ playbook: playbook.key, account: enrolment.account, recipient: who, at: now })
}

type Who = { readonly recipient: Recipient; readonly who: string }

async function timeOf({ project, playbook, enrolment, now }: Acting, draft: Draft, { recipient, who }: Who) {
  const { control } = project
  const { outreach } = project.config.judged.model
  const after = now - reachOf(outreach)
  const ofDraft = (is: (send: PlaybookSend) => boolean) => draft.sends.filter(is).map(({ at }) => at)
  const sent = {
    byPlaybook: [...(await readSends(control, 'playbook', { name: playbook.key, after })), ...ofDraft(() => true)],
    toAccount: [...(await readSends(control, 'account', { name: enrolment.account, after })), ...ofDraft(() => true)],
    toRecipient: [
      ...(await readSends(control, 'recipient', { name: who, after })),
      ...ofDraft((send) => send.recipient === who),
    ],
  }
  return mayBeSentAt(now, sent, { ...outreach, perHour: playbook.perHour, zone: recipient.zone })
}
