import type { MessageEnded, ProductMessage } from '../../contract/messages.ts'
import type { StateQuery } from '../../contract/state.ts'
import { titleOf } from '../../contract/title-of.ts'
import type { Prompt } from '../../deliver/message.ts'
import { accountOf } from '../../ingest/attribution-state.ts'
import { endMessage, type MessageEnd, readMessages, type StoredMessage } from '../../store/control/messages.ts'
import type { Project } from '../project.ts'
import { addresseeOf, userOfProduct } from './product-user.ts'
import { readUserStanding, type Standing } from './read-user-standing.ts'

/** A product shows one at a time: whoever has more waiting sees the others later. */
const MOST = 20

/** What the product is to show to a user now, the oldest first; nothing for whom nobody has heard of. */
export function listMessages(project: Project, user: string, { account }: StateQuery): Promise<ProductMessage[]> {
  return messagesOf(project, { user, account, standingOf: (of) => readUserStanding(project, user, { account: of }) })
}

type Asking = {
  readonly user: string
  readonly account: string | undefined
  /** Asked only where a message shows how far they are. */
  readonly standingOf: (account: string) => Promise<Standing | null>
}

export async function messagesOf(project: Project, { user, account, standingOf }: Asking): Promise<ProductMessage[]> {
  const asking = userOfProduct(project, user, account)
  const rows = await readMessages(project.control, addresseeOf(project, asking), {
    ...{ now: project.clock.now(), most: MOST },
  })
  const shown: ProductMessage[] = []
  for (const row of rows) {
    const prompt = JSON.parse(row.payload) as Prompt
    const of = row.account === '' ? sole(asking.accounts) : accountOf(project.applier.attribution, row.account)
    const standing = prompt.shows.kind === 'text' || of === null ? null : await standingOf(of)
    const one = toProductMessage(row, prompt, standing)
    if (one !== null) shown.push(one)
  }
  return shown
}

/** Notes that a user has seen to a message of theirs; null: there is none. */
export async function endMessageOf(
  project: Project,
  { user, account }: { readonly user: string } & StateQuery,
  { id, what }: { readonly id: number; readonly what: MessageEnd },
): Promise<MessageEnded | null> {
  const addressee = addresseeOf(project, userOfProduct(project, user, account))
  const ended = await endMessage(project.control, addressee, { id, what, now: project.clock.now() })
  return ended === null ? null : { id, ended }
}

function sole(accounts: readonly string[]): string | null {
  return accounts.length === 1 ? accounts[0]! : null
}

/** null: what it is to show beside the text is not known of this user. */
function toProductMessage(row: StoredMessage, prompt: Prompt, standing: Standing | null): ProductMessage | null {
  const { title, text, link, shows } = prompt
  const said = {
    ...{ id: row.id, kind: shows.kind, title, text, at: iso(row.at), until: iso(row.until) },
    link: link === null ? null : { ...link, href: attributeLink(link.href, { key: row.key, id: row.id }) },
    ...{ steps: [], progress: null, limit: null, plans: [] },
  }
  switch (shows.kind) {
    case 'text':
      return said
    case 'checklist': {
      const steps = standing === null ? [] : stepsOf(standing, shows.milestones)
      const done = steps.filter((step) => step.done).length
      return steps.length === 0 ? null : { ...said, steps, progress: done / steps.length }
    }
    case 'limit': {
      const limit = standing?.limits.find(({ key }) => key === shows.entitlement)
      if (limit === undefined) return null
      return { ...said, limit: { ...limit, title: titleOf(limit.key) }, plans: [...shows.plans].map(toPlan) }
    }
  }
}

/** Those of the account, in the order in which they are named; where it has none, the own ones of the user. */
function stepsOf({ milestones }: Standing, wanted: readonly string[] | null): ProductMessage['steps'] {
  const level = milestones.some((one) => one.level === 'account') ? 'account' : 'member'
  const own = milestones.filter((one) => one.level === level)
  const shown = wanted === null ? own : wanted.flatMap((key) => own.find((one) => one.key === key) ?? [])
  return shown.map(({ key, title, doneAt, progress }) => ({ key, title, done: doneAt !== null, progress }))
}

function toPlan({ name, price, points }: Extract<Prompt['shows'], { kind: 'limit' }>['plans'][number]) {
  return { name, price, points: [...points] }
}

/** A link that says by which message somebody came; what it says of itself stays. `key`: what stands before its first `/` is the campaign. */
export function attributeLink(href: string, { key, id }: Pick<StoredMessage, 'key' | 'id'>): string {
  const base = 'https://product.invalid'
  const url = new URL(href, base)
  const said = { utm_source: 'telltale', utm_medium: 'in-app', utm_campaign: key.split('/')[0]!, utm_content: `${id}` }
  for (const [name, value] of Object.entries(said)) if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  return url.href.startsWith(`${base}/`) ? url.href.slice(base.length) : url.href
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
