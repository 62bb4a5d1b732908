import type { Delivery } from '../../config/delivery/settings.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { EnrolmentRow, EnrolRequest, PlaybookRow, TestSendRequest } from '../../contract/playbooks/playbooks.ts'
import { titleOf } from '../../contract/title-of.ts'
import { telltaleError } from '../../core/errors.ts'
import type { EntityRef } from '../../core/transition.ts'
import { insertDeliveries } from '../../store/control/outbox.ts'
import { countEnrolments, type Enrolment, readEnrolments } from '../../store/control/playbooks/enrolments.ts'
import { countSends } from '../../store/control/playbooks/playbook-sends.ts'
import {
  type PlaybookStanding,
  pausePlaybook,
  readPlaybookStandings,
  resumePlaybook,
} from '../../store/control/playbooks/playbook-standing.ts'
import type { Project } from '../project.ts'
import { prove } from '../prove/prove.ts'
import type { Proving } from '../prove/proving.ts'
import { nameNow } from '../read/read-account-rows.ts'
import { enrolAll } from './enrol-all.ts'
import { answerResult } from './holdout/answer-result.ts'
import { describeHoldout } from './holdout/describe-holdout.ts'
import { describeNeverContact } from './holdout/never-contact.ts'
import { simulatePlaybook } from './simulate-playbook.ts'
import { writeTest } from './write-test.ts'

type PlaybookDeps = Pick<
  ApiDeps,
  | 'listPlaybooks'
  | 'listEnrolments'
  | 'enrolByHand'
  | 'pausePlaybook'
  | 'resumePlaybook'
  | 'simulatePlaybook'
  | 'getPlaybookResult'
  | 'testPlaybook'
>

/** What is asked and done about playbooks. @throws unknown_name where there is none of the name */
export function playbookDeps(project: Project, delivery: Delivery): PlaybookDeps {
  const { control, clock } = project
  return {
    listPlaybooks: async () => ({
      data: await listRows(project, delivery),
      neverContact: await describeNeverContact(project),
    }),
    listEnrolments: async (name, query) => {
      const playbook = playbookNamed(project, name)
      const rows = await readEnrolments(control, { playbook: playbook.key, ...query })
      return { data: rows.map((row) => toRow(project, playbook, row)) }
    },
    enrolByHand: async (name, request) => ({
      enrolled: await enrolByHand(project, playbookNamed(project, name), request),
    }),
    pausePlaybook: async (name, { by, why }) => {
      const { key } = playbookNamed(project, name)
      await pausePlaybook(control, { playbook: key, by, why, at: clock.now() })
      return rowOf(project, key, delivery)
    },
    resumePlaybook: async (name) => {
      const { key } = playbookNamed(project, name)
      await resumePlaybook(control, key, clock.now())
      return rowOf(project, key, delivery)
    },
    getPlaybookResult: (name, asked, stop) => {
      const playbook = playbookNamed(project, name)
      const answer = (proving: Proving) => answerResult(project, playbook, { asked, proving })
      return prove(project, { name: asked.run, stop }, answer)
    },
    simulatePlaybook: (name, { run, ...asked }, stop) => {
      const playbook = playbookNamed(project, name)
      return prove(project, { name: run, stop }, (proving) => simulatePlaybook(project, playbook, { asked, proving }))
    },
    testPlaybook: (name, request) => testPlaybook(project, playbookNamed(project, name), { request, delivery }),
  }
}

function playbookNamed({ config }: Project, name: string): Playbook {
  const { playbooks } = config.judged.model
  const found = playbooks.find(({ key }) => key === name)
  if (found !== undefined) return found
  const valid = playbooks.map(({ key }) => key).join(', ') || 'none'
  throw telltaleError('unknown_name', { what: 'playbook', name: name.slice(0, 200), valid })
}

async function rowOf(project: Project, key: string, delivery: Delivery): Promise<PlaybookRow> {
  return (await listRows(project, delivery)).find((row) => row.key === key)!
}

async function listRows(project: Project, delivery: Delivery): Promise<PlaybookRow[]> {
  const { config, control } = project
  const standings = await readPlaybookStandings(control)
  const counts = await countEnrolments(control)
  const sends = await countSends(control)
  const rows = config.judged.model.playbooks.map(async (playbook): Promise<PlaybookRow> => {
    const { key, sentence, level, trigger, goal, exclusive, steps } = playbook
    const holdout = await describeHoldout(project, playbook)
    const of = (state: Enrolment['state']): number =>
      counts.find((one) => one.playbook === key && one.state === state)?.n ?? 0
    const paused = pausedOf(standings.get(key))
    return {
      ...{ key, title: titleOf(key), sentence, level, trigger: trigger.kind, goal: goal?.outcome ?? null },
      ...{ experiment: holdout.experiment, holdout, exclusive },
      state: paused !== null ? 'paused' : playbook.enabled ? 'on' : 'off',
      ...{ paused, live: of('live'), finished: of('finished'), ended: of('ended'), held: of('held') },
      sent: sends.get(key) ?? 0,
      steps: steps.map(({ id, kind }) => ({ id, kind })),
      channels: channelsOf(playbook, delivery),
    }
  })
  return Promise.all(rows)
}

/** Those of its messages, each once; none where it was opened without what is known of channels. */
function channelsOf({ steps }: Playbook, { channels }: Delivery): PlaybookRow['channels'] {
  const names = new Set(steps.flatMap((step) => (step.kind === 'send' ? [step.via] : [])))
  return [...names].flatMap((channel) => {
    const settings = channels[channel]
    return settings === undefined ? [] : [{ channel, kind: settings.kind }]
  })
}

function pausedOf(standing: PlaybookStanding | undefined): PlaybookRow['paused'] {
  if (standing?.pausedAt == null) return null
  return { at: new Date(standing.pausedAt).toISOString(), by: standing.pausedBy ?? '', why: standing.why ?? '' }
}

function toRow(project: Project, { steps, hash }: Playbook, enrolment: Enrolment): EnrolmentRow {
  const { id, account, person, occurrence, arm, state, why, because, enteredAt, dueAt, step, version } = enrolment
  const here = state === 'live' && version === hash ? (steps[step]?.id ?? null) : state === 'live' ? `${step}` : null
  return {
    ...{ id, account: account === '' ? null : account, name: account === '' ? null : nameNow(project, account) },
    ...{ person: person === '' ? null : person.slice(2), occurrence, arm, state, why, because, step: here },
    enteredAt: new Date(enteredAt).toISOString(),
    dueAt: dueAt === null ? null : new Date(dueAt).toISOString(),
  }
}

/** Begins a playbook because a person asks for it, whatever begins it else; what it says of who may and how often holds. */
async function enrolByHand(
  { store, control, clock, config }: Project,
  playbook: Playbook,
  { account, person, by }: EnrolRequest,
): Promise<boolean> {
  if (store.dictionary.account.idOf(account) === undefined)
    throw telltaleError('not_found', { what: 'account', name: account.slice(0, 200) })
  if ((playbook.level === 'member') !== (person !== undefined)) {
    const expected =
      playbook.level === 'member'
        ? 'a member, as the playbook is about members'
        : 'nobody: the playbook is about accounts'
    throw telltaleError('bad_argument', { argument: 'person', value: JSON.stringify(person ?? null), expected })
  }
  const entity: EntityRef =
    person === undefined ? { level: 'account', account } : { level: 'member', account, person: keyOfPerson(person) }
  const now = clock.now()
  const entering = { entity, occurrence: `hand-${now}`, because: `asked for by ${by}`, atEvent: true, at: now }
  const { model } = config.judged
  const begun = await control
    .transaction()
    .execute((tx) => enrolAll(tx, playbook, { entering: [entering], now, model }))
  return begun > 0
}

function keyOfPerson(person: string): string {
  return person.startsWith('u:') || person.startsWith('a:') ? person : `u:${person}`
}

type Testing = { readonly request: TestSendRequest; readonly delivery: Delivery }

async function testPlaybook(project: Project, playbook: Playbook, { request, delivery }: Testing) {
  const { store, control, clock } = project
  if (store.dictionary.account.idOf(request.account) === undefined)
    throw telltaleError('not_found', { what: 'account', name: request.account.slice(0, 200) })
  const written = await writeTest(project, playbook, { ...request, delivery })
  await insertDeliveries(control, written, clock.now())
  return { data: written.map(({ key, channel, kind, target, title }) => ({ key, channel, kind, target, title })) }
}
