import type { AppName } from '../config/index.ts'
import type { ActivityDraft } from '../contracts/federation.ts'

interface HandlerEntry {
  /** The app whose EventProcessor runs it. */
  app: AppName
  type: ActivityDraft['type']
  objectType: string
}

/**
 * Every local handler and the activities it waits for. An activity is written with one row for each
 * handler listed here, so that each is done once, whatever dies meanwhile. The app registers the
 * function under the same name.
 */
export const handlerCatalogue = {
  'cart.send-receipt': { app: 'cart', type: 'Accept', objectType: 'Order' },
  'cart.tell-refund': { app: 'cart', type: 'Reject', objectType: 'Order' },
  'cart.tell-sellers': { app: 'cart', type: 'Reject', objectType: 'Order' },
  'cart.tell-packed': { app: 'cart', type: 'Update', objectType: 'Order' },
} as const satisfies Record<string, HandlerEntry>

export type HandlerName = keyof typeof handlerCatalogue

/** The handlers that wait for this kind of activity. */
export function handlersFor(type: string, objectType: string): HandlerName[] {
  return names().filter((name) => {
    const entry: HandlerEntry = handlerCatalogue[name]
    return entry.type === type && entry.objectType === objectType
  })
}

/** The handlers that one app runs. */
export function handlersOf(app: AppName): HandlerName[] {
  return names().filter((name) => handlerCatalogue[name].app === app)
}

const names = (): HandlerName[] => Object.keys(handlerCatalogue) as HandlerName[]
