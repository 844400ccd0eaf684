/* oxlint-disable typescript/no-unsafe-type-assertion, eslint/no-underscore-dangle -- these types are
   ours: nunjucks declares none for its inside. */
import { createRequire } from 'node:module'
import nunjucks from 'nunjucks'
import type { Printable } from './printable.ts'

/** A node of a parsed template. */
export interface Node {
  findAll<T extends Node>(type: NodeType<T>): T[]
}

export interface NodeType<T extends Node = Node> {
  new (...args: never[]): T
}

/** A node that carries text: template text, a literal or the name of a variable. */
export interface ValueNode extends Node {
  value: string
}

/** `{% for %}`. */
export interface ForNode extends Node {
  body: Node
}

/** The variables of one scope while a template renders. */
export interface Frame {
  variables: Variables
  resolve(name: string, forWrite?: boolean): Frame | undefined
  set(name: string, value: unknown, resolveUp?: boolean): void
}

export interface Variables {
  [name: string]: Variables
}

/** `{% macro %}`: positional names, and at the end the keywords with their defaults. */
export interface MacroNode extends Node {
  args: { children: readonly Node[] }
  body: Node
}

/** Keys and values. */
export interface DictNode extends Node {
  children: readonly { key: ValueNode }[]
}

/** The names that are known while a template is compiled, and what they are called in its code. */
export interface KnownNames {
  lookup(name: string): string | undefined
}

interface Compiler {
  compile(ast: Node): void
  getCode(): string
  compileSymbol(node: ValueNode, known: KnownNames): void
  _compileMacro(node: MacroNode, known?: KnownNames): string
  _emit(code: string): void
  _emitLine(code: string): void
  _emitLoopBindings(node: ForNode, list: string, index: string, length: string): void
}

/** Positional arguments, keyword arguments with their defaults, and the compiled body. */
export type MakeMacro = (names: string[], keywords: string[], body: Macro) => Macro

export type Macro = (this: unknown, ...args: unknown[]) => unknown

export interface Template {
  /** An import without context gives the callback alone. */
  getExported(...args: [Exported] | [context: object, frame: Frame, callback: Exported]): void
}

export type Exported = (error: unknown, macros: object) => void

interface Internals {
  PrecompiledLoader: new (templates: Record<string, unknown>) => nunjucks.ILoader
  compiler: { Compiler: new (name: string, throwOnUndefined: boolean) => Compiler }
  lib: {
    escape: (text: string) => string
    /** Adds the template's name, line and column to the message. */
    _prettifyError(name: string, withInternals: boolean, error: unknown): Error
  }
  nodes: Record<
    'Block' | 'Caller' | 'FromImport' | 'Import' | 'Include' | 'Macro' | 'Set' | 'Super',
    NodeType
  > &
    Record<'Symbol' | 'TemplateData', NodeType<ValueNode>> &
    Record<'Dict', NodeType<DictNode>>
  parser: { parse(source: string, extensions: [], options: object): Node }
  Template: { prototype: Template }
  runtime: {
    Frame: { prototype: Frame }
    SafeString: typeof nunjucks.runtime.SafeString
    makeMacro: MakeMacro
    suppressValue: (value: Printable, autoescape: boolean) => Printable
  }
}

/** The parts of nunjucks 3.2.4 (pinned) that its type declarations leave out. */
export const { PrecompiledLoader, Template, compiler, lib, nodes, parser, runtime } =
  nunjucks as unknown as Internals

export const { transform } = createRequire(import.meta.url)('nunjucks/src/transformer.js') as {
  transform: (ast: Node, asyncFilters: [], name: string) => Node
}
