const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
const words: Record<string, string> = isMac
  ? { mod: '⌘', shift: '⇧', enter: '↵', escape: 'esc' }
  : { mod: 'Ctrl', shift: '⇧', enter: '↵', escape: 'Esc' }

/** A shortcut such as `mod+enter` or `g i`, as keycaps. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex shrink-0 gap-0.5">
      {keys.split(/[ +]/).map((key) => (
        <kbd
          key={key}
          className="flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line-strong px-1 font-sans text-[11px] text-ink-3 leading-none"
        >
          {words[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </kbd>
      ))}
    </span>
  )
}
