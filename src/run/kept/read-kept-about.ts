import type { KeptText } from '../../contract/kept/kept-about.ts'
import type { ForgottenSubject } from '../../ingest/forgotten-subject.ts'
import { findKept, findOwnKept } from '../../store/control/kept/find-kept.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'

type Found = Awaited<ReturnType<typeof findKept>>

/** What the team keeps that names a person, private notes too, and what they wrote themselves: what forgetting them would look for, and their own. */
export async function readKeptAbout(db: ControlStore, { keys, mentions }: ForgottenSubject): Promise<KeptText[]> {
  const texts = [...keys, ...keys.map((key) => key.slice(2)), ...mentions]
  const naming = await findKept(db, { accounts: [], texts })
  const own = { account_note: [] as Found['account_note'], saved_view: [] as Found['saved_view'] }
  for (const owner of mentions) {
    const written = await findOwnKept(db, owner)
    own.account_note.push(...written.account_note)
    own.saved_view.push(...written.saved_view)
  }
  const isOwn = (owner: string) => mentions.includes(owner)
  const both = <T extends { readonly id: number }>(some: readonly T[], more: readonly T[]) => [
    ...new Map([...some, ...more].map((row) => [Number(row.id), row])).values(),
  ]
  const told: KeptText[] = [
    ...both(naming.account_note, own.account_note).map((row) => {
      const { account, text, private: hidden, owner } = row
      return { what: 'note' as const, account, text, private: hidden === 1, ...toldBy(row), own: isOwn(owner) }
    }),
    ...both(naming.saved_view, own.saved_view).map((row) => {
      const { name, path, shared, owner } = row
      const text = `${name}: ${path}`
      return { what: 'view' as const, account: null, text, private: shared !== 1, ...toldBy(row), own: isOwn(owner) }
    }),
    ...naming.release.map((row) => {
      const text = row.note === '' ? row.name : `${row.name}: ${row.note}`
      return { what: 'release' as const, account: null, text, private: false, ...toldBy(row), own: false }
    }),
  ]
  return told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function toldBy({ set_by, set_at }: { readonly set_by: string; readonly set_at: number }) {
  return { by: set_by, at: new Date(Number(set_at)).toISOString() }
}
