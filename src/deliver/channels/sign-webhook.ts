import { createHmac } from 'node:crypto'
import type { Millis } from '../../core/time.ts'

/** The key in a secret of Standard Webhooks (`whsec_` and base64 of 24 to 64 bytes); null: it is none. */
export function readSigningKey(secret: string): Buffer | null {
  const text = secret.trim().replace(/^whsec_/, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  const key = Buffer.from(text, 'base64')
  return key.length >= 24 && key.length <= 64 ? key : null
}

/** The headers of Standard Webhooks 1.0: one signature for every key, so that a receiver verifies with the former or the new one. */
export function signWebhook(
  body: string,
  { id, at, keys }: { readonly id: string; readonly at: Millis; readonly keys: readonly Buffer[] },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1_000))
  const sign = (key: Buffer): string =>
    `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': keys.map(sign).join(' ') }
}
