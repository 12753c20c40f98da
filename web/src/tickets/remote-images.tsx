import type { MessageView } from '@docket/api'
import { useQueryClient } from '@tanstack/react-query'
import { ImageOff, Image as ImageOn } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { hooks, sentenceOf } from '../api.ts'
import { Keys } from '../kit/keys.tsx'
import { toast } from '../kit/toast.tsx'
import { useAction } from '../shell/actions.ts'

/** How the server says of a mail that it holds images which are not loaded. */
const isOfImages = (problem: string): boolean => /\bimages?\b.+\bnot loaded\b/i.test(problem)

/** What an honest newsletter does as well. */
export const isCalm = (problem: string): boolean => problem.startsWith('A line is hidden')

export const otherProblems = ({ problems }: MessageView): string[] => problems.filter((one) => !isOfImages(one))

export type RemoteImages = {
  /** Whether the page is to be shown with them; undefined while it is not known yet. */
  shown: boolean | undefined
  /** What is said of them above the mail. */
  line: ReactNode
}

/**
 * Images that lie elsewhere: not loaded until somebody asks, for this mail or for all of a sender; then only through
 * the server.
 */
export function useRemoteImages(message: MessageView): RemoteImages {
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const sentence = message.has_html ? message.problems.find(isOfImages) : undefined
  const senders = hooks.useQuery('get', '/me/image-senders', {}, { enabled: sentence !== undefined })
  const known = { queryKey: ['get', '/me/image-senders'] }
  const refused = (error: unknown) => toast.wrong('The choice was not kept', sentenceOf(error))
  const trust = hooks.useMutation('post', '/me/image-senders', {
    onSuccess: () => client.invalidateQueries(known),
    onError: refused,
  })
  const distrust = hooks.useMutation('delete', '/me/image-senders/{id}', {
    onSuccess: () => client.invalidateQueries(known),
    onError: refused,
  })
  // Whoever may have borrowed a name is shown none of what its owner is.
  const isDoubtful = message.held || message.authentication?.verdict === 'failed'
  const address = isDoubtful ? null : message.author.email
  const trusted = senders.data?.items.find((one) => one.address === address?.toLowerCase())
  const shown = sentence !== undefined && (asked || trusted !== undefined)
  const show = () => setAsked(true)
  const isKnown = sentence === undefined || asked || !senders.isPending
  useAction('ticket.images', sentence !== undefined && isKnown && !shown ? show : undefined)

  if (sentence === undefined) return { shown: false, line: null }
  if (!isKnown) return { shown: undefined, line: null }
  const always = () => {
    show()
    if (address) trust.mutate({ body: { address } })
  }
  const again = () => {
    setAsked(false)
    if (trusted) distrust.mutate({ params: { path: { id: trusted.id } } })
  }
  if (trusted)
    return {
      shown,
      line: (
        <Line icon={<ImageOn />} says={`Images of ${trusted.address} are always loaded.`}>
          <Deed onClick={again}>Ask me again</Deed>
        </Line>
      ),
    }
  return {
    shown,
    line: (
      <Line icon={shown ? <ImageOn /> : <ImageOff />} says={shown ? 'Images from outside are loaded.' : sentence}>
        {shown ? null : (
          <Deed onClick={show}>
            Show images
            <span className="max-[899px]:hidden">
              <Keys keys="shift+i" />
            </span>
          </Deed>
        )}
        {address ? <Deed onClick={always}>Always for this sender</Deed> : null}
      </Line>
    ),
  }
}

const Line = ({ icon, says, children }: { icon: ReactNode; says: string; children: ReactNode }) => (
  <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-ink-3 text-sm">
    <span className="inline-flex min-w-0 items-start gap-1.5">
      <span className="mt-0.5 shrink-0">{icon}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{says}</span>
    </span>
    {children}
  </p>
)

const Deed = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button
    type="button"
    onClick={onClick}
    className="inline-flex min-h-6 items-center gap-1.5 rounded-sm font-medium text-accent hover:underline max-[899px]:min-h-9"
  >
    {children}
  </button>
)
