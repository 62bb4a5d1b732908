import type { SourceFile } from './read-sources.ts'

/** One rule as data: what it finds in a set of files, how to mend it, and a planted violation that proves it can fail. */
export type Rule = {
  readonly name: string
  readonly mend: string
  /** Each finding names its file, and the line where there is one. */
  readonly find: (files: readonly SourceFile[]) => readonly string[]
  /** Texts by path that break the rule, and what it must say of them. */
  readonly planted: { readonly files: Readonly<Record<string, string>>; readonly found: readonly string[] }
  /** Texts by path that come near and are allowed. */
  readonly allowed?: Readonly<Record<string, string>>
}
