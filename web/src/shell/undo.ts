import { sentenceOf } from '../api.ts'
import { toast } from '../kit/toast.tsx'
import { lend } from './actions.ts'

/**
 * Says what was done, and offers for a while to take it back, by mouse or by key; `forMs` when that ends at an instant.
 */
export function offerUndo(
  done: string,
  description: string | undefined,
  back: () => Promise<unknown>,
  forMs?: number,
): void {
  const undo = () => {
    toast.close(id)
    void undoing(back)
  }
  const gone = lend('window.undo', undo)
  const id = toast.done(done, description, { label: 'Undo', run: undo, gone, forMs })
}

/** Takes something back, and says so when that fails. */
export async function undoing(back: () => Promise<unknown>): Promise<void> {
  try {
    await back()
  } catch (error) {
    toast.wrong('It could not be undone', sentenceOf(error))
  }
}
