/** The signal whose alert a reason is: the first part of its id. */
export function signalOf(reason: string): string {
  try {
    return decodeURIComponent(reason.split('/')[0] ?? '')
  } catch {
    return ''
  }
}
