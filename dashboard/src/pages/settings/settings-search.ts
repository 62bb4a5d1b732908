import { oneOf, readerOf, text } from '../../search/read-search.ts'

export const PARTS = ['you', 'users', 'keys', 'channels', 'project', 'audit', 'keyboard'] as const
export type SettingsPart = (typeof PARTS)[number]

/** Which part of the settings; of the audit log, what was done. */
export const readSettingsSearch = readerOf({ part: oneOf(PARTS), what: text })
export type SettingsSearch = ReturnType<typeof readSettingsSearch>
