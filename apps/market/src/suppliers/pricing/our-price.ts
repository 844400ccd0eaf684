import { asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { taxClasses } from '@rose-ash/shared/db/models/market'
import { pricingRules } from '@rose-ash/shared/db/models/market-review'
import { priceFor } from './price-for.ts'

/** What `priceOurs` has to know of an item. */
interface Priced {
  supplierId: string
  title: string
  caseSize: number
  found: { category?: string[] }
}

type Rule = typeof pricingRules.$inferSelect & { taxBasisPoints: number }

/** A supplier's rules in the order they are tried, with their taxes. */
export async function rulesOf(db: Db, supplierId: string): Promise<Rule[]> {
  const rows = await db
    .select({ rule: pricingRules, taxBasisPoints: taxClasses.rateBasisPoints })
    .from(pricingRules)
    .innerJoin(taxClasses, eq(taxClasses.code, pricingRules.taxClass))
    .where(eq(pricingRules.supplierId, supplierId))
    .orderBy(asc(pricingRules.position))
  return rows.map(({ rule, taxBasisPoints }) => ({ ...rule, taxBasisPoints }))
}

/** The rule for an item: the first all of whose words are in its title or category. */
function ruleFor<R extends Pick<Rule, 'match'>>(rules: R[], item: Priced): R | undefined {
  const text = [item.title, ...(item.found.category ?? [])].join(' ').toLowerCase()
  return rules.find(({ match }) =>
    match
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)),
  )
}

/** The most that a price can be in our market, minor units. */
const most = 1_000_000_000

/**
 * What a unit costs in our market when its case costs `costMinor`; undefined when no rule says how,
 * or it would be beyond what a price can be.
 */
export function priceOurs(
  rules: Rule[],
  item: Priced,
  costMinor: number,
): { priceMinor: number; taxClass: string } | undefined {
  const rule = ruleFor(rules, item)
  if (!rule) return undefined
  const { caseSize } = item
  const priceMinor = priceFor(rule, { costMinor, caseSize, taxBasisPoints: rule.taxBasisPoints })
  return priceMinor > most ? undefined : { priceMinor, taxClass: rule.taxClass }
}
