import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './button.tsx'
import { toast } from './toast.tsx'

/** Takes a text elsewhere. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      setTimeout(() => setCopied(false), 2000)
    } catch {
      toast.wrong('The browser did not allow copying', 'Select the text and copy it by hand.')
    }
  }
  return (
    <IconButton label={copied ? 'Copied' : label} onClick={copy}>
      {copied ? <Check className="text-good" /> : <Copy />}
    </IconButton>
  )
}

/** A command to be run elsewhere, with a button that takes it there. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex w-full max-w-full items-start gap-2 rounded-md border bg-raised py-1 pr-1 pl-3 text-left">
      <code className="min-w-0 flex-1 py-1 font-mono text-ink text-xs leading-5 [overflow-wrap:anywhere]">{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  )
}
