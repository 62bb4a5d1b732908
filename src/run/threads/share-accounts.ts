import { setImmediate } from 'node:timers/promises'
import type { Thread } from '../../core/open-thread.ts'
import type { RowSpan } from '../../fold/people/join-rows.ts'
import type { AccountInput } from '../stream-accounts.ts'
import { addRows, makePageRows, type PageRows } from './page-rows.ts'

/** An account with all that is needed to work on it, as plain data. */
export type Shared = AccountInput & { readonly unclaimed?: RowSpan | null }

type Pages<Case, Answer> = Thread<readonly Case[], readonly Answer[]>

export type Sharing<Case, Answer> = {
  /** What is done with each account, here as on the other threads: a function of the account alone. What it gives must not be reused. */
  readonly work: (one: Case) => Answer
  readonly threads: readonly Pages<Case, Answer>[]
}

/** Accounts that a thread is given at a time. */
const PAGE_ACCOUNTS = 16
/** One is worked on, one waits. */
const PAGES_AHEAD = 2
/** Parts that are held while an earlier one is waited for. */
const HELD_MAX = 2_000

/** Answers in the order of the accounts: of one that was worked on here, or of a page that is away. */
type Part<Answer> = { answers: readonly Answer[] | null; readonly asked: Promise<void> | null }

/** Another thread with the memory of its pages, used in turn. */
type Other<Case, Answer> = { readonly thread: Pages<Case, Answer>; readonly rows: readonly PageRows[]; given: number }

/**
 * Works on accounts on several threads: reads them here, gives a page to each thread that has room, and works on the next ones itself meanwhile. Answers come in
 * the order of the accounts, and are the same whatever the number of threads.
 */
export async function* shareAccounts<Case extends Shared, Answer>(
  cases: AsyncIterable<Case>,
  { work, threads }: Sharing<Case, Answer>,
): AsyncGenerator<Answer> {
  const others = threads.map((thread) => ({
    thread,
    rows: Array.from({ length: PAGES_AHEAD }, makePageRows),
    given: 0,
  }))
  const parts: Part<Answer>[] = []
  let page: Case[] = []
  for await (const one of cases) {
    const other = others.find(({ thread }) => thread.open() < PAGES_AHEAD)
    if (other === undefined) {
      parts.push({ answers: [work(one)], asked: null })
      // Answers of the other threads arrive between two accounts.
      if (threads.length > 0) await setImmediate()
    } else if (page.push(copyInto(other, page.length === 0, one)) === PAGE_ACCOUNTS) {
      parts.push(give(other, page))
      page = []
    }
    yield* takeReady(parts)
  }
  if (page.length > 0) parts.push({ answers: page.map(work), asked: null })
  for (const part of parts) yield* await answersOf(part)
}

/** The block that an account came in is read over by the next ones: its rows are copied to where the thread sees them. */
function copyInto<Case extends Shared, Answer>(other: Other<Case, Answer>, isFirst: boolean, one: Case): Case {
  const rows = other.rows[other.given % PAGES_AHEAD]!
  if (isFirst) rows.used = 0
  const { unclaimed } = one
  return { ...one, ...addRows(rows, one), ...(unclaimed == null ? {} : { unclaimed: addRows(rows, unclaimed) }) }
}

function give<Case, Answer>(other: Other<Case, Answer>, page: readonly Case[]): Part<Answer> {
  other.given += 1
  const asked = other.thread.ask(page).then((answers) => {
    part.answers = answers
  })
  // Awaited when its turn comes; a failure shows then.
  asked.catch(() => undefined)
  const part: Part<Answer> = { answers: null, asked }
  return part
}

/** Takes what is answered off the front, and waits only where too much is held. */
async function* takeReady<Answer>(parts: Part<Answer>[]): AsyncGenerator<Answer> {
  for (let first = parts[0]; first !== undefined; first = parts[0]) {
    if (first.answers === null && parts.length < HELD_MAX) return
    parts.shift()
    yield* await answersOf(first)
  }
}

async function answersOf<Answer>(part: Part<Answer>): Promise<readonly Answer[]> {
  await part.asked
  return part.answers!
}
