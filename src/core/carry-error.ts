import { type ErrorCode, TelltaleError } from './errors.ts'

/** An error as it crosses to another thread, which would forget what kind of error it is. */
export type CarriedError =
  | {
      readonly kind: 'named'
      readonly code: ErrorCode
      readonly message: string
      readonly params: TelltaleError['params']
    }
  | { readonly kind: 'other'; readonly error: unknown }

export function carryError(error: unknown): CarriedError {
  if (!(error instanceof TelltaleError)) return { kind: 'other', error }
  const { code, message, params } = error
  return { kind: 'named', code, message, params }
}

/** The error that was carried. */
export function arrivedError(carried: CarriedError): unknown {
  return carried.kind === 'named' ? new TelltaleError(carried.code, carried.message, carried.params) : carried.error
}
