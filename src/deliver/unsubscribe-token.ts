import { createHmac, timingSafeEqual } from 'node:crypto'

/** Who wants no more, of which channel. */
export type Unwanted = { readonly channel: string; readonly address: string }

export type UnsubscribeTokens = {
  /** A text for an address of the web that nobody else can make. */
  readonly tokenOf: (unwanted: Unwanted) => string
  /** null: it was not made here. */
  readonly read: (token: string) => Unwanted | null
}

/** Tokens of a project; `key` is kept with it, so that the links of old letters hold. */
export function openUnsubscribeTokens(key: Uint8Array): UnsubscribeTokens {
  const sign = (body: string): Buffer => createHmac('sha256', key).update(`unsubscribe\n${body}`).digest()
  return {
    tokenOf: ({ channel, address }) => {
      const body = Buffer.from(JSON.stringify([channel, address])).toString('base64url')
      return `${body}.${sign(body).toString('base64url')}`
    },
    read: (token) => {
      const [body = '', signature = ''] = token.split('.')
      const [given, own] = [Buffer.from(signature, 'base64url'), sign(body)]
      if (given.length !== own.length || !timingSafeEqual(given, own)) return null
      const [channel, address] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [string, string]
      return { channel, address }
    },
  }
}
