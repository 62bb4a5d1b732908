import type { Generated } from 'kysely'

/** Tables of what people keep beside the numbers. `owner`: who keeps it, as the audit log names them; `private` and `shared` are 0 or 1. */
export type KeptSchema = {
  saved_view: {
    id: Generated<number>
    owner: string
    name: string
    path: string
    shared: number
    set_by: string
    set_at: number
  }
  account_note: {
    id: Generated<number>
    account: string
    owner: string
    text: string
    private: number
    set_by: string
    set_at: number
  }
  release: { id: Generated<number>; name: string; note: string; day: number; set_by: string; set_at: number }
}
