export function finite(value: number): boolean {
  return Number.isFinite(value)
}
