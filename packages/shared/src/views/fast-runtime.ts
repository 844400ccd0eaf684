import { escapeHtml } from './escape.ts'
import type { Printable } from './printable.ts'
import { type Frame, lib, type MakeMacro, runtime, Template } from './nunjucks-internals.ts'

const slowly = {
  getExported: Template.prototype.getExported,
  makeMacro: runtime.makeMacro,
}

/**
 * Makes the nunjucks of this process render the same bytes with less work, for every environment in
 * it. Text beyond Latin-1 is the one difference: it is written as entities (see `escapeHtml`).
 * Installing it twice changes nothing.
 */
export function installFastRuntime(): void {
  lib.escape = escapeHtml
  runtime.suppressValue = outputOf
  runtime.Frame.prototype.set = setVariable
  runtime.makeMacro = makeMacro
  Template.prototype.getExported = getExported
}

/** What `{{ value }}` writes. Numbers and what is safe already need no escaping. */
function outputOf(value: Printable, autoescape: boolean): Printable {
  if (typeof value === 'string') return autoescape ? escapeHtml(value) : value
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || !autoescape || value instanceof runtime.SafeString) return value
  return escapeHtml(value.toString())
}

/** Writes `name`, or a path such as `loop.index`, without building a list of its parts. */
function setVariable(this: Frame, name: string, value: never, resolveUp?: boolean): void {
  let dot = name.indexOf('.')
  const owner = resolveUp && this.resolve(dot === -1 ? name : name.slice(0, dot), true)
  if (owner) return owner.set(name, value)
  let holder = this.variables
  let start = 0
  for (; dot !== -1; dot = name.indexOf('.', start)) {
    holder = holder[name.slice(start, dot)] ||= {}
    start = dot + 1
  }
  holder[start === 0 ? name : name.slice(start)] = value
}

/** A call without keyword arguments passes them on as they are: a body has defaults for the rest. */
function makeMacro(...[names, keywords, body]: Parameters<MakeMacro>): ReturnType<MakeMacro> {
  const macro = slowly.makeMacro(names, keywords, body)
  return function (...args) {
    if (hasKeywords(args.at(-1))) return macro.apply(this, args)
    if (args.length <= names.length) return body.apply(this, args)
    const rest = args.splice(names.length, keywords.length)
    args.length = names.length
    return body.apply(this, [...args, Object.fromEntries(rest.map((arg, i) => [keywords[i], arg]))])
  }
}

function hasKeywords(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && Object.hasOwn(argument, '__keywords')
}

const exportedBy = new WeakMap<Template, object>()

/** What is imported without context is the same every time, so it is made once. */
function getExported(this: Template, ...args: Parameters<Template['getExported']>): void {
  const [callback] = args
  if (typeof callback !== 'function') return slowly.getExported.apply(this, args)
  const known = exportedBy.get(this)
  if (known) return callback(null, known)
  return slowly.getExported.call(this, (error, exported) => {
    if (!error) exportedBy.set(this, exported)
    callback(error, exported)
  })
}
