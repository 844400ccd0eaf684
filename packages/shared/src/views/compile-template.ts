/* oxlint-disable eslint/no-underscore-dangle -- nunjucks names its inside so. */
import { toLatin1 } from './escape.ts'
import { compiler, type ForNode, lib, nodes, parser, transform } from './nunjucks-internals.ts'

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

/** Leaves the seven `loop.*` variables out of loops in which nobody can read them. */
class LeanCompiler extends compiler.Compiler {
  override _emitLoopBindings(node: ForNode, list: string, index: string, length: string): void {
    if (mayReadLoop(node)) super._emitLoopBindings(node, list, index, length)
  }
}

/** Whether the body names `loop`, or hands its variables to a template that might. */
function mayReadLoop({ body }: ForNode): boolean {
  const handsOn = [nodes.Block, nodes.FromImport, nodes.Import, nodes.Include, nodes.Super]
  return (
    body.findAll(nodes.Symbol).some((name) => name.value === 'loop') ||
    handsOn.some((type) => body.findAll(type).length > 0)
  )
}
