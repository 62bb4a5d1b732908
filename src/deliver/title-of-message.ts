import type { Message } from './message.ts'

/** What a message says, in a few words; '' of one that was forgotten. */
export function titleOfMessage(message: Message | { readonly kind?: undefined }): string {
  switch (message.kind) {
    case undefined:
      return ''
    case 'note':
    case 'prompt':
      return message.title
    case 'letter':
      return message.subject
    case 'happening':
      return message.type
    case 'traits':
      return `traits of ${message.id}`
  }
}
