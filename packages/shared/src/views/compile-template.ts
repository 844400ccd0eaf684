/* oxlint-disable eslint/no-underscore-dangle -- nunjucks names its inside so. */
import { toLatin1 } from './escape.ts'
import {
  compiler,
  type ForNode,
  type KnownNames,
  lib,
  type MacroNode,
  nodes,
  parser,
  transform,
  type ValueNode,
} from './nunjucks-internals.ts'

/** Lines that hold only a tag leave nothing behind. */
const whitespace = { trimBlocks: true, lstripBlocks: true }

/**
 * The JavaScript of a template.
 *
 * @throws when the template is malformed; the message has its name, line and column.
 */
export function compileTemplate(name: string, source: string): string {
  try {
    return compile(name, source)
  } catch (error) {
    throw lib._prettifyError(name, false, error)
  }
}

/** Plain text, such as the text half of a mail: nothing in it is escaped. */
export function isText(name: string): boolean {
  return name.endsWith('.txt.njk')
}

function compile(name: string, source: string): string {
  const ast = transform(parser.parse(source, [], whitespace), [], name)
  if (!isText(name)) {
    for (const text of ast.findAll(nodes.TemplateData)) text.value = toLatin1(text.value)
  }
  const lean = new LeanCompiler(name, false)
  lean.compile(ast)
  return lean.getCode()
}

/**
 * Leaves the seven `loop.*` variables out of loops in which nobody can read them, and keeps what a
 * macro is given in variables of JavaScript alone where nothing looks for it by name.
 */
class LeanCompiler extends compiler.Compiler {
  /** Of the macro that is being compiled, when it needs no frames. */
  #keywords: ReadonlySet<string> | undefined

  override _emitLoopBindings(node: ForNode, list: string, index: string, length: string): void {
    if (mayReadLoop(node)) super._emitLoopBindings(node, list, index, length)
  }

  override _compileMacro(node: MacroNode, known?: KnownNames): string {
    if (known || mayReadFrames(node)) return super._compileMacro(node, known)
    this.#keywords = keywordsOf(node)
    const name = super._compileMacro(node)
    this.#keywords = undefined
    return name
  }

  override compileSymbol(node: ValueNode, known: KnownNames): void {
    const { value: name } = node
    if (!this.#keywords || known.lookup(name)) super.compileSymbol(node, known)
    else this._emit(this.#keywords.has(name) ? `l_${name}` : `context.lookup("${name}")`)
  }

  override _emit(code: string): void {
    super._emit(this.#keywords ? code.replace(setsKeyword, 'var l_$1 = (') : code)
  }

  override _emitLine(code: string): void {
    if (!this.#keywords || !ofFrames.test(code)) super._emitLine(code)
  }
}

/** Lines that write a macro's frames, and the test for a caller in front of the third of them. */
const ofFrames =
  /^(?:frame\.set\(.*|frame = .*|var callerFrame = frame;|if \(.*kwargs, "caller"\)\) \{)$/
const setsKeyword = /^frame\.set\("(\w+)", $/

/** Whether a macro writes variables, or hands its own to something that finds them by their names. */
function mayReadFrames({ body }: MacroNode): boolean {
  const { Block, Caller, FromImport, Import, Include, Macro, Set: SetTag, Super } = nodes
  const byName = [Block, Caller, FromImport, Import, Include, Macro, SetTag, Super]
  return (
    body.findAll(nodes.Symbol).some(({ value }) => value === 'loop' || value === 'caller') ||
    byName.some((type) => body.findAll(type).length > 0)
  )
}

function keywordsOf({ args }: MacroNode): ReadonlySet<string> {
  const last = args.children.at(-1)
  const named = last instanceof nodes.Dict ? last.children : []
  return new Set(named.map(({ key }) => key.value))
}

/** Whether the body names `loop`, or hands its variables to a template that might. */
function mayReadLoop({ body }: ForNode): boolean {
  const handsOn = [nodes.Block, nodes.FromImport, nodes.Import, nodes.Include, nodes.Super]
  return (
    body.findAll(nodes.Symbol).some((name) => name.value === 'loop') ||
    handsOn.some((type) => body.findAll(type).length > 0)
  )
}
