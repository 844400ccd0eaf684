export { emitActivity, type Emitter } from './emit-activity.ts'
export { EventProcessor } from './event-processor.ts'
export { handlerCatalogue, type HandlerName, handlersOf } from './handlers.ts'
export { type Activity, type Handler, type Handlers, runHandling } from './run-handling.ts'
