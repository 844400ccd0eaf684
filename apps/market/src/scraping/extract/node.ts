/**
 * A thing that a page describes, whichever way it is written down: JSON-LD, microdata and RDFa all
 * come to this. Names of types and properties are without their vocabulary, types in lower case.
 */
export interface DataNode {
  types: string[]
  id?: string
  props: Record<string, DataValue[]>
  /** A piece of the page that says it, for whoever checks. */
  snippet: string
}

export type DataValue = string | number | DataNode

/** The type without `http://schema.org/`, in lower case: `ProductGroup` is `productgroup`. */
export function typeName(type: string): string {
  return localName(type).toLowerCase()
}

/** The last part of an address or a prefixed name: `schema:price` and `https://schema.org/price`. */
export function localName(name: string): string {
  return name.trim().replace(/^.*[/#:]/s, '')
}

export function isNode(value: DataValue | undefined): value is DataNode {
  return typeof value === 'object'
}

/** The nodes among a property's values. */
export function nodesOf(node: DataNode, name: string): DataNode[] {
  return (node.props[name] ?? []).filter((value) => isNode(value))
}

/** The first value as text; of a node its name. Undefined when it is missing or blank. */
export function textOf(node: DataNode, name: string): string | undefined {
  for (const value of node.props[name] ?? []) {
    const text = isNode(value) ? (textOf(value, 'name') ?? value.id) : String(value)
    if (text !== undefined && text.trim() !== '') return text.trim()
  }
  return undefined
}
