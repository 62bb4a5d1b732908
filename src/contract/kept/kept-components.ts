import { AccountNote, AccountNoteList } from './account-notes.ts'
import { KeptAbout } from './kept-about.ts'
import { ReleaseRow } from './releases.ts'
import { SavedView, SavedViewList } from './saved-views.ts'

/** What is told of what people keep, by the names that the description of the API has for it. */
export const KEPT_COMPONENTS = { AccountNote, AccountNoteList, KeptAbout, ReleaseRow, SavedView, SavedViewList }
