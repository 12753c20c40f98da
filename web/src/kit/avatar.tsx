import { cx } from './class-names.ts'

/** Initials on a colour that always belongs to the same name. */
export function Avatar({ name, size = 20, className }: { name: string; size?: number; className?: string }) {
  const hue = hueOf(name)
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.42),
        background: `light-dark(oklch(0.9 0.045 ${hue}), oklch(0.37 0.05 ${hue}))`,
        color: `light-dark(oklch(0.36 0.08 ${hue}), oklch(0.9 0.05 ${hue}))`,
      }}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-full font-semibold leading-none select-none',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}

function initialsOf(name: string): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .filter(Boolean)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

function hueOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360
  return sum
}
