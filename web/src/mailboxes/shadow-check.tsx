import { Check } from '../kit/check.tsx'
import type { Connecting } from './connecting.ts'

export const ShadowCheck = ({ wizard: { shadow, setShadow } }: { wizard: Connecting }) => (
  <Check
    label="Begin in shadow mode"
    hint="Mail comes in and nothing leaves: try Docket while another desk answers. Turned off on the mailbox’s page."
    checked={shadow}
    onChange={setShadow}
  />
)
