import { createContext, useContext } from 'react'

/** Opens the rail where there is no room for it to stand. */
const context = createContext<() => void>(() => undefined)
export const RailDoor = context.Provider
export const useRailDoor = () => useContext(context)
