import type { ControlStore } from '../open-control-store.ts'

/** Shorter texts stand in too much that is of somebody else. */
const LEAST_LETTERS = 3

/** Whom something that people keep may be about: accounts by their keys, and texts that name somebody. */
export type Sought = { readonly accounts: readonly string[]; readonly texts: readonly string[] }

/** Notes on an account, and whatever people keep that names somebody; private or not. */
export async function findKept(db: ControlStore, { accounts, texts }: Sought) {
  const sought = texts.filter(({ length }) => length >= LEAST_LETTERS).map(soughtIn)
  const names = (...said: readonly string[]) => sought.some((isIn) => said.some(isIn))
  const notes = await db.selectFrom('account_note').selectAll().orderBy('id').execute()
  const views = await db.selectFrom('saved_view').selectAll().orderBy('id').execute()
  const releases = await db.selectFrom('release').selectAll().orderBy('id').execute()
  return {
    account_note: notes.filter(({ account, text }) => accounts.includes(account) || names(text)),
    saved_view: views.filter(({ name, path }) => names(name, path)),
    release: releases.filter(({ name, note }) => names(name, note)),
  } as const
}

/** What somebody wrote themselves: notes and views of an owner. */
export async function findOwnKept(db: ControlStore, owner: string) {
  const notes = await db.selectFrom('account_note').selectAll().where('owner', '=', owner).orderBy('id').execute()
  const views = await db.selectFrom('saved_view').selectAll().where('owner', '=', owner).orderBy('id').execute()
  return { account_note: notes, saved_view: views } as const
}

/** Whether a text holds another one as a word, also as it stands in an address. */
function soughtIn(text: string): (said: string) => boolean {
  const forms = [...new Set([text, encodeURIComponent(text)])].map((form) =>
    form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  )
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'u')
  return (said) => pattern.test(said)
}
