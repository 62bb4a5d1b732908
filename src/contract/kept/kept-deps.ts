import type { AccountNote, AccountNoteRequest } from './account-notes.ts'
import type { KeptText } from './kept-about.ts'
import type { ReleaseRequest, ReleaseRow } from './releases.ts'
import type { SavedView, SavedViewRequest } from './saved-views.ts'

/** Who keeps something: as the audit log names them, and by the name that is shown. */
export type Keeper = { readonly owner: string; readonly name: string }

/** What people keep beside the numbers. */
export type KeptDeps = {
  /** Those of the owner, and those that are shared. */
  readonly listViews: (owner: string) => Promise<readonly SavedView[]>
  readonly saveView: (request: SavedViewRequest, keeper: Keeper) => Promise<SavedView>
  /** `owner` null: any that is shared. Gives its name; null: there is none. */
  readonly dropView: (id: number, owner: string | null) => Promise<string | null>
  /** null: there is no such account. */
  readonly listNotes: (account: string, owner: string) => Promise<readonly AccountNote[] | null>
  readonly addNote: (account: string, request: AccountNoteRequest, keeper: Keeper) => Promise<AccountNote | null>
  /** false: the owner has no such note. */
  readonly dropNote: (id: number, owner: string) => Promise<boolean>
  /** By a person's id, actor or e-mail address; null: there is no such person. */
  readonly listKeptAbout: (person: string) => Promise<readonly KeptText[] | null>
  readonly tellRelease: (request: ReleaseRequest, keeper: Keeper) => Promise<ReleaseRow>
  /** Gives its name; null: there is none. */
  readonly dropRelease: (id: number) => Promise<string | null>
}
