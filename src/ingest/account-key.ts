/** An account's key where it stands beside actors. */
export function accountKey(account: string): string {
  return `@${account}`
}
