import type { AppName } from '../config/index.ts'
import type { AccountService } from '../contracts/account.ts'
import type { BlogService } from '../contracts/blog.ts'
import type { CartService } from '../contracts/cart.ts'
import type { EventsService } from '../contracts/events.ts'
import type { FederationService } from '../contracts/federation.ts'
import type { MarketService } from '../contracts/market.ts'
import {
  hasRole,
  holds,
  names,
  person,
  personByEmail,
  publicName,
  welcome,
} from './account/people.ts'
import { giveRole, peopleWithRoles, takeRole } from './account/roles.ts'
import { attach, detach, managedPages, managersOf } from './blog/attach.ts'
import { attachedPage, page } from './blog/attached-page.ts'
import { attachedTo, managesPage, pagesById } from './blog/pages.ts'
import { writersOf } from './blog/writers-of.ts'
import { evensOut } from './cart/evens-out.ts'
import { mergeBasket } from './cart/merge-basket.ts'
import { orderedUnits } from './cart/ordered-units.ts'
import { pageTies } from './cart/page-ties.ts'
import { resourcesOf } from './events/resources-of.ts'
import { resourcesOfPage } from './events/resources-of-page.ts'
import { ticketQr } from './events/ticket-qr.ts'
import { ticketTypesOf } from './events/ticket-types-of.ts'
import { slotOffer } from './events/slot-offer.ts'
import { ticketOffer } from './events/ticket-offer.ts'
import { calendarPath, findInEvents } from './events/find-things.ts'
import { issueTickets } from './events/issue-tickets.ts'
import { voidTickets } from './events/void-tickets.ts'
import { nextTickets, ticketsOfLines } from './events/tickets.ts'
import { federationService } from './federation/federation-service.ts'
import { pickups } from './market/pickups.ts'
import { sizesOf } from './market/sizes-of.ts'
import { findInMarket, marketPath } from './market/find-things.ts'
import { variantOffer } from './market/variant-offer.ts'

/** What the six domains may ask of each other: in process, in the caller's transaction. */
export interface Services {
  account: AccountService
  blog: BlogService
  cart: CartService
  events: EventsService
  federation: FederationService
  market: MarketService
}

export interface ServiceOptions {
  origins: Record<AppName, string>
  /** The cooperative's own name on the fediverse. */
  handle: string
  /** Addresses that make an administrator at sign-in. */
  admins: string[]
}

/** Wires every domain's services; called once per process. */
export function createServices({ origins, handle, admins }: ServiceOptions): Services {
  const blog: BlogService = {
    attachedPage,
    page,
    writersOf,
    attachedTo,
    managesPage,
    pagesById,
    managedPages,
    managersOf,
    attach,
    detach,
  }
  const account: AccountService = {
    person,
    personByEmail,
    hasRole,
    names,
    publicName,
    holds,
    peopleWithRoles,
    giveRole,
    takeRole,
    welcome: (db, email) => welcome(db, { email, admins }),
  }
  return {
    account,
    blog,
    cart: { evensOut, mergeBasket, orderedUnits, pageTies },
    events: {
      offer: (ticketTypeId) => ticketOffer(blog, ticketTypeId),
      slotOffer: (slotId, member) => slotOffer(blog, slotId, member),
      issueTickets,
      voidTickets,
      ticketsOfLines,
      nextTickets,
      ticketQr,
      ticketTypesOf: (db, pageIds) => ticketTypesOf(blog, db, pageIds),
      resourcesOf,
      resourcesOfPage,
      find: findInEvents,
      path: calendarPath,
    },
    federation: federationService({ account, blog, origins, handle }),
    market: {
      offer: (variantId, member) => variantOffer(blog, variantId, member),
      pickups,
      sizesOf: (db, pageIds) => sizesOf(blog, db, pageIds),
      find: findInMarket,
      path: marketPath,
    },
  }
}
