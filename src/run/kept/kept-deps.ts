import type { AccountNote } from '../../contract/kept/account-notes.ts'
import type { KeptDeps } from '../../contract/kept/kept-deps.ts'
import type { SavedView } from '../../contract/kept/saved-views.ts'
import type { ForgottenSubject } from '../../ingest/forgotten-subject.ts'
import { addNote, dropNote, type KeptNote, readNotes } from '../../store/control/kept/account-notes.ts'
import { dropRelease } from '../../store/control/kept/releases.ts'
import { dropView, type KeptView, readViews, saveView } from '../../store/control/kept/saved-views.ts'
import type { Project } from '../project.ts'
import { readKeptAbout } from './read-kept-about.ts'
import { tellRelease } from './tell-release.ts'

type Keeping = Pick<Project, 'control' | 'clock' | 'zone'> & {
  /** Whether there is such an account. */
  readonly isKnown: (account: string) => boolean
  /** null: there is no such person. */
  readonly personOf: (name: string) => ForgottenSubject | null
}

/** What people keep beside the numbers: views, notes, releases. */
export function keptDeps(project: Keeping): KeptDeps {
  const { control, clock, isKnown, personOf } = project
  return {
    listViews: async (owner) => (await readViews(control, owner)).map((view) => toSavedView(view, owner)),
    saveView: async (request, { owner, name }) =>
      toSavedView(await saveView(control, { ...request, owner, by: name, at: clock.now() }), owner),
    dropView: (id, owner) => dropView(control, id, owner),
    listNotes: async (account, owner) =>
      isKnown(account) ? (await readNotes(control, { account, owner })).map((note) => toNote(note, owner)) : null,
    addNote: async (account, { text, private: hidden }, { owner, name }) => {
      if (!isKnown(account)) return null
      const note = { account, text, private: hidden, owner, by: name, at: clock.now() }
      return toNote(await addNote(control, note), owner)
    },
    dropNote: (id, owner) => dropNote(control, id, owner),
    listKeptAbout: async (name) => {
      const person = personOf(name)
      return person === null ? null : readKeptAbout(control, person)
    },
    tellRelease: (request, { name }) => tellRelease(project, request, name),
    dropRelease: (id) => dropRelease(control, id),
  }
}

function toSavedView({ id, name, path, shared, by, at, owner }: KeptView, asks: string): SavedView {
  return { id, name, path, shared, by, at: new Date(at).toISOString(), own: owner === asks }
}

function toNote({ id, account, text, private: hidden, by, at, owner }: KeptNote, asks: string): AccountNote {
  return { id, account, text, private: hidden, by, at: new Date(at).toISOString(), own: owner === asks }
}
