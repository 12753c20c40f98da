/** The one place that asks the machine for the time; everything else is handed a Clock, or the instant of its unit of work. */
export type Clock = () => Date

export const machineClock: Clock = () => new Date()
