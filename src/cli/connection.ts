import { ERRORS, type ErrorCode, TelltaleError, telltaleError } from '../core/errors.ts'

/** The API, wherever it runs: a command asks the server of the data folder, or opens the folder itself and asks in process. Same routes, same answers. */
export type Connection = {
  readonly get: <T>(path: string) => Promise<T>
  readonly post: <T>(path: string, body: unknown) => Promise<T>
  readonly close: () => Promise<void>
}

/** The answer's data, or its problem as the error it was. */
export function readAnswer<T>(status: number, body: string): T {
  const value: unknown = JSON.parse(body)
  if (status < 400) return value as T
  const { code, detail, title } = value as { code?: string; detail?: string; title?: string }
  const reason = detail ?? title ?? `the server answered ${status}`
  if (code !== undefined && Object.hasOwn(ERRORS, code)) throw new TelltaleError(code as ErrorCode, reason, {})
  throw telltaleError('bad_request', { reason })
}
