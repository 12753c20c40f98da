import type pg from 'pg'

/** So many different subjects and bodies; tickets share them, with their number added. */
export const textKinds = 4_000

const syllables =
  'ba be bi bo da de di do fa fe fi fo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to'
const vocabulary = words(20_000)

/** A table of bodies of 0.5–4 kB whose words are spread as in speech: few are in every text, most are rare. */
export async function seedBodies(pool: pg.Pool): Promise<void> {
  const random = dice(20_261_121)
  const bodies = Array.from({ length: textKinds }, () => {
    // Most mails are short: the square pulls towards half a kilobyte.
    const bytes = 500 + 3_500 * random() ** 4
    return text(random, bytes)
  })
  const subjects = bodies.map(() => text(random, 30 + 40 * random()).replaceAll('\n', ' '))
  await pool.query('create unlogged table bench_body (n int primary key, subject text, text text)')
  await pool.query(
    'insert into bench_body select (nth - 1)::int, subject, text from unnest($1::text[], $2::text[]) with ordinality b(subject, text, nth)',
    [subjects, bodies],
  )
  await pool.query('analyze bench_body')
}

function text(random: () => number, bytes: number): string {
  let said = ''
  while (said.length < bytes) {
    const word = vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? 'and'
    const end = random()
    said += word + (end < 0.02 ? '.\n\n' : end < 0.1 ? '. ' : ' ')
  }
  return said.trimEnd()
}

function words(count: number): string[] {
  const parts = syllables.split(' ')
  const random = dice(7)
  const pick = () => parts[Math.floor(random() * parts.length)]
  const made = new Set<string>()
  while (made.size < count) made.add(Array.from({ length: 2 + Math.floor(random() * 3) }, pick).join(''))
  return [...made]
}

/** The same numbers in every run (mulberry32), so that two runs seed the same texts. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
