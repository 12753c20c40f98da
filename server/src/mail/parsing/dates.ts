import { withoutComments } from './parameters.ts'

/** The instant of a Date header as ISO 8601 in UTC; null when nobody can tell which one is meant. A missing zone is UTC. */
export function readDate(value: string): string | null {
  const text = withoutComments(value)
    .replace(/[\s,]+/g, ' ')
    .trim()
    .slice(0, 100)
  const mail =
    /^(?:[\p{L}.]+ )?(\d{1,2})[ -](\p{L}{3,9})[ -](\d{2,4}) (\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?( .*)?$/u.exec(
      text,
    )
  if (mail) return instant(mail[3], mail[2], mail[1], mail[4], mail[5], mail[6], mail[7])
  const asctime = /^[\p{L}]{3} (\p{L}{3}) (\d{1,2}) (\d{1,2}):(\d{2}):(\d{2})( [A-Z+\-0-9]{3,5})? (\d{4})( .*)?$/u.exec(
    text,
  )
  if (asctime)
    return instant(asctime[7], asctime[1], asctime[2], asctime[3], asctime[4], asctime[5], asctime[6] ?? asctime[8])
  const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?( ?(?:Z|[+-]\d{2}:?\d{2}))?$/.exec(
    text,
  )
  if (iso) return instant(iso[1], iso[2], iso[3], iso[4], iso[5], iso[6], iso[7]?.replace(':', ''))
  return null
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const zones: Record<string, number> = {
  EDT: -240,
  EST: -300,
  CDT: -300,
  CST: -360,
  MDT: -360,
  MST: -420,
  PDT: -420,
  PST: -480,
}
type Text = string | undefined

function instant(
  yearText: Text,
  monthText: Text,
  dayText: Text,
  hour: Text,
  minute: Text,
  second: Text,
  zone: Text,
): string | null {
  const [day, h, m] = [Number(dayText), Number(hour), Number(minute)]
  // A leap second is the last second of its minute: the calendar has no place for it.
  const s = Math.min(Number(second ?? 0), 59)
  const month = /^\d/.test(monthText ?? '')
    ? Number(monthText) - 1
    : months.indexOf((monthText ?? '').slice(0, 3).toLowerCase())
  const year = fullYear(yearText ?? '')
  const offset = minutesEast((zone ?? '').trim())
  if (month < 0 || month > 11 || h > 23 || m > 59 || Number(second ?? 0) > 60 || offset === null || year < 1900)
    return null
  const date = new Date(Date.UTC(year, month, day, h, m, s))
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month) return null
  return new Date(date.getTime() - offset * 60_000).toISOString()
}

/** RFC 5322 4.3: two digits below 50 are of this century, three digits count from 1900. */
function fullYear(text: string): number {
  const year = Number(text)
  if (text.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return text.length === 3 ? 1900 + year : year
}

function minutesEast(zone: string): number | null {
  const digits = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})\b/.exec(zone)
  if (digits) {
    const minutes = Number(digits[2]) * 60 + Number(digits[3])
    if (minutes > 24 * 60) return null
    return digits[1] === '-' ? -minutes : minutes
  }
  // An unknown zone name says nothing, as RFC 5322 has it: UTC.
  const name = /^[A-Za-z]*/.exec(zone)?.[0].toUpperCase() ?? ''
  return zone === '' || name !== '' ? (zones[name] ?? 0) : null
}
