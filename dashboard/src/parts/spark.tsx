/** A number over time at its smallest: 1.5 px, an end dot, and a floor on the range so that noise looks like noise. */
export function Spark({ values, width = 64, label }: { values: readonly number[]; width?: number; label: string }) {
  const top = Math.max(4, ...values)
  const x = (at: number) => 2 + (at * (width - 6)) / Math.max(1, values.length - 1)
  const y = (n: number) => 14 - (n / top) * 12
  const last = values.at(-1) ?? 0
  const points = values.map((n, at) => `${x(at).toFixed(1)} ${y(n).toFixed(1)}`).join('L')
  return (
    <svg
      viewBox={`0 0 ${width} 16`}
      width={width}
      height={16}
      role="img"
      aria-label={label}
      className="flex-none overflow-visible fill-none stroke-slate-fill stroke-[1.5]"
    >
      {values.length > 1 && <path d={`M${points}`} strokeLinecap="round" strokeLinejoin="round" />}
      <circle cx={x(values.length - 1)} cy={y(last)} r="2" className="fill-ink-2 stroke-none" />
    </svg>
  )
}
