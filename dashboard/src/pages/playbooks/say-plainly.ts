import { titleOf } from '@contract/title-of.ts'

/** What a playbook says, as one reads it: signals by their names, and where something of the account will stand its name if that is known, else "…". */
export function sayPlainly(text: string, account?: string): string {
  return text
    .replaceAll(/\{\{\s*account\.name\s*\}\}/g, () => account ?? '…')
    .replaceAll(/\{\{[^{}]*\}\}/g, '…')
    .replaceAll(/\bsignal (\w+)/g, (_, key: string) => `signal “${titleOf(key)}”`)
}
