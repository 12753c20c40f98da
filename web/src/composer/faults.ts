import { everybody, isAddress, type Recipients } from './addresses.ts'
import type { useUploads } from './uploads.ts'

/** Why it cannot leave so, in a sentence; what one may mean is asked once. */
export function faultIn(it: {
  recipients: Recipients
  files: ReturnType<typeof useUploads>
  unfilled: string[]
  warned: string
}): string | undefined {
  const all = everybody(it.recipients)
  const wrong = all.find(({ address }) => !isAddress(address))
  if (wrong) return `“${wrong.address}” is no address. Correct or remove it.`
  if (all.length === 0) return 'Say who shall get it.'
  const most = it.files.limits?.recipients_max
  if (most && all.length > most) return `${all.length} people are too many for one mail; ${most} is the most.`
  const coming = it.files.coming.find(({ wrong: refused }) => !refused)
  if (coming) return `${coming.filename} is still on its way. Wait for it, or remove it.`
  if (it.files.isOver) return 'The files are too large for one mail. Remove some, or send a link.'
  const stand = it.unfilled.length > 1 ? 'stand' : 'stands'
  const asked = `${it.unfilled.join(', ')} ${stand} for nothing here. Fill it in, or press Send again to send it as it is.`
  return it.unfilled.length > 0 && it.warned !== asked ? asked : undefined
}
