/** The pattern that charts fill with where something is not complete. */
export function HatchPattern() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v7" className="stroke-(--hatch)" strokeWidth="1.4" />
        </pattern>
      </defs>
    </svg>
  )
}
