/** Seconds since a `performance.now()`, one decimal. */
export const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1)
export const thousands = (rate) => `${Math.round(rate / 1000).toLocaleString('en')} K/s`
export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`
export const times = (ratio) => `${ratio.toFixed(2)}×`

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}
