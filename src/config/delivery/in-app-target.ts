/** Whom the product shows a message: a user, anywhere or in one account, or everybody of an account. Ids as the product sends them. */
export type InAppTarget = { readonly user: string | null; readonly account: string | null }

/** As it stands in the outbox: `user/ben`, `user/ben/in/acme` or `account/acme`, every id as in an address of the web. */
export function inAppTarget({ user, account }: InAppTarget): string {
  const part = (id: string): string => encodeURIComponent(id)
  if (user === null) return account === null ? '' : `account/${part(account)}`
  return account === null ? `user/${part(user)}` : `user/${part(user)}/in/${part(account)}`
}

/** null: it names nobody. */
export function readInAppTarget(target: string): InAppTarget | null {
  const [, user, within, account] = /^(?:user\/([^/]+)(?:\/in\/([^/]+))?|account\/([^/]+))$/.exec(target) ?? []
  const ids = { user: decode(user), account: decode(within ?? account) }
  return ids.user === null && ids.account === null ? null : ids
}

function decode(part: string | undefined): string | null {
  try {
    return part === undefined ? null : decodeURIComponent(part)
  } catch {
    return null
  }
}
