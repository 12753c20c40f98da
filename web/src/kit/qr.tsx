import { encode } from 'uqr'

const quiet = 4

/** A code for the camera of a phone: dark on paper in both themes, because some readers know no other. */
export function Qr({ text, label, size = 168 }: { text: string; label: string; size?: number }) {
  const { data } = encode(text, { ecc: 'M', border: 0 })
  const side = data.length + 2 * quiet
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])))
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      width={size}
      height={size}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      className="shrink-0 rounded-md bg-paper"
    >
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
