import type { Delivery } from '../../config/delivery/settings.ts'
import { type Playbook, type Step, USAGE_NAMES } from '../../config/playbooks/playbook.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayToIso } from '../../core/time.ts'
import type { TemplateData } from '../../deliver/letter/render-template.ts'
import { traitOf, traitsOf } from '../../ingest/trait-table.ts'
import { columnsKey } from '../../store/control/playbooks/begin-enrolments.ts'
import type { Enrolment } from '../../store/control/playbooks/enrolments.ts'
import { readOpenStates } from '../../store/control/playbooks/read-open-states.ts'
import type { Project } from '../project.ts'
import { nameNow } from '../read/read-account-rows.ts'
import type { Recipient } from './find-recipients.ts'
import { NO_USAGE, tellUsage } from './tell-usage.ts'

/** About whom a playbook tells. */
export type About = Pick<Enrolment, 'account' | 'person' | 'because'>

export type ToTell = {
  readonly about: About
  /** What is to be written: usage is read only for those that mention it. */
  readonly steps: readonly Step[]
  readonly delivery: Pick<Delivery, 'baseUrl'>
}

/** What the templates of a playbook may mention (`PLAYBOOK_NAMES`), without the recipient. */
export async function tellData(
  project: Project,
  { key }: Pick<Playbook, 'key'>,
  { about, steps, delivery }: ToTell,
): Promise<TemplateData> {
  const { model } = project.config.judged
  const { account, person, because } = about
  const { accountTraits, personTraits } = project.applier.attribution
  const milestones = model.activations.find(({ level }) => level === 'account')?.milestones.map((one) => one.key) ?? []
  const states = milestones.map((name) => `milestone.${name}`)
  const done = await doneOf(project, account, states)
  const trait = model.account.assigneeTrait
  const said = (name: string) => (person === '' ? null : (traitOf(personTraits, person, name)?.value ?? null))
  const path = account === '' ? '/' : `/accounts/${encodeURIComponent(account)}`
  const usage = steps.some(mentionsUsage) ? await tellUsage(project, account) : NO_USAGE
  return {
    account: {
      ...{ id: account, name: nameNow(project, account) },
      traits: Object.fromEntries(traitsOf(accountTraits, account).map(([name, { value }]) => [name, value])),
    },
    person:
      person === ''
        ? null
        : { id: person.slice(2), name: said('name') ?? said('email') ?? person.slice(2), email: said('email') },
    assignee: trait === null ? null : (traitOf(accountTraits, account, trait)?.value ?? null),
    missingMilestones: milestones.filter((name) => !done.has(`milestone.${name}`)).map(titleOf),
    doneMilestones: milestones.filter((name) => done.has(`milestone.${name}`)).map(titleOf),
    ...usage,
    because,
    day: dayToIso(project.zone.dayOf(project.clock.now())),
    playbook: titleOf(key),
    product: model.product.name,
    link: delivery.baseUrl === null ? null : `${delivery.baseUrl}${path}`,
  }
}

async function doneOf({ control }: Project, account: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  if (account === '') return new Set()
  const one = { account, person: '' }
  const open = await readOpenStates(control, { level: 'account', entities: [one], names })
  return open.get(columnsKey(one)) ?? new Set()
}

const USAGE = new RegExp(`\\b(${USAGE_NAMES.join('|')})\\b`)

function mentionsUsage(step: Step): boolean {
  return USAGE.test(JSON.stringify(step))
}

export function withRecipient(data: TemplateData, { name, email }: Pick<Recipient, 'name' | 'email'>): TemplateData {
  return { ...data, recipient: { name, email } }
}
