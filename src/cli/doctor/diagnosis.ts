/** What a check of `doctor` says: `bad` is to be mended, and how; `note` is worth knowing. */
export type Diagnosis = {
  readonly check: string
  readonly state: 'ok' | 'note' | 'bad'
  readonly text: string
  readonly mend: string | null
}

export function fine(check: string, text: string): Diagnosis {
  return { check, state: 'ok', text, mend: null }
}

export function note(check: string, text: string, mend: string | null = null): Diagnosis {
  return { check, state: 'note', text, mend }
}

export function bad(check: string, text: string, mend: string): Diagnosis {
  return { check, state: 'bad', text, mend }
}
