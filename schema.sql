-- The database after every migration. Made by `pnpm db:generate`; never edited.

create extension btree_gist with schema public;
create extension citext with schema public;
create extension fuzzystrmatch with schema public;
create extension pg_trgm with schema public;

create schema account;
create schema blog;
create schema cart;
create schema events;
create schema federation;
create schema holds;
create schema ledger;
create schema market;

CREATE OR REPLACE FUNCTION cart.move_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.from_state is null then return null; end if;
  update cart.orders set state = new.to_state,
    paid_at = case when new.to_state = 'paid' then coalesce(paid_at, now()) else paid_at end,
    held_until = case when new.to_state = 'paid' then null else held_until end,
    fulfilled_at = case when new.to_state = 'fulfilled' then now() else fulfilled_at end
  where id = new.order_id and state = new.from_state;
  if not found then
    raise exception 'order % is not %', new.order_id, new.from_state
      using errcode = 'check_violation', constraint = 'order_transitions_from_where_it_stands';
  end if;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION cart.refuse_unlogged_state()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the state of order % changes by its log alone', old.id
    using errcode = 'check_violation', constraint = 'orders_state_logged';
end $function$;
CREATE OR REPLACE FUNCTION holds.note_movement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before integer := case when tg_op = 'UPDATE' then coalesce(old.capacity - old.taken, 0) else 0 end;
  after integer := coalesce(new.capacity - new.taken, 0);
begin
  if after <> before then
    insert into holds.movements (supply_id, delta, on_hand, kind, reason, person_id)
    values (new.id, after - before, after,
      case
        when tg_op = 'INSERT' then 'opening'
        when new.taken > old.taken then 'sale'
        when new.taken < old.taken then 'return'
        else coalesce(market.explained('kind'), 'correction')
      end,
      coalesce(market.explained('reason'), ''), market.explained('person')::uuid);
  end if;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION ledger.check_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare entry uuid;
begin
  if tg_table_name = 'entries' then entry := new.id; else entry := new.entry_id; end if;
  if not exists (select 1 from ledger.postings where entry_id = entry) or exists (
    select 1 from ledger.postings posting join ledger.accounts account on account.id = posting.account_id
    where posting.entry_id = entry group by account.currency having sum(posting.amount_minor) <> 0
  ) then
    raise exception 'entry % does not balance', entry
      using errcode = 'check_violation', constraint = 'entries_balance';
  end if;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION ledger.keep_balance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update ledger.accounts set balance_minor = balance_minor + new.amount_minor
  where id = new.account_id and limit_minor is not null;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'what is in % stays: write another one that takes it back', tg_table_name
    using errcode = 'restrict_violation';
end $function$;
CREATE OR REPLACE FUNCTION market.check_category_tree()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(hashtext('market.categories'), hashtext(new.market_id::text));
  if not exists (select 1 from market.categories
    where id = new.parent_id and market_id = new.market_id) then
    raise exception 'a category and its parent are of one market'
      using errcode = 'check_violation', constraint = 'categories_of_one_market';
  end if;
  if exists (
    with recursive above as (
      select id, parent_id from market.categories where id = new.parent_id
      union select up.id, up.parent_id from market.categories up join above on up.id = above.parent_id
    ) select 1 from above where id = new.id
  ) then
    raise exception 'a category cannot be within itself'
      using errcode = 'check_violation', constraint = 'categories_are_a_tree';
  end if;
  return new;
end $function$;
CREATE OR REPLACE FUNCTION market.explained(what text)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('rose.' || what, true), '') $function$;
CREATE OR REPLACE FUNCTION market.note_availability()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into market.product_changes (market_id, product_id)
  select product.market_id, product.id from market.variants variant
  join market.products product on product.id = variant.product_id
  where variant.supply_id = new.id;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION market.note_price()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into market.price_changes (id, variant_id, price_minor, member_price_minor,
    sale_price_minor, currency, reason, person_id)
  values (gen_random_uuid(), new.id, new.price_minor, new.member_price_minor, new.sale_price_minor,
    new.currency, coalesce(market.explained('reason'), ''), market.explained('person')::uuid);
  return null;
end $function$;
CREATE OR REPLACE FUNCTION market.note_product()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into market.product_changes (market_id, product_id) values (new.market_id, new.id);
  if tg_op = 'UPDATE' and old.market_id <> new.market_id then
    insert into market.product_changes (market_id, product_id) values (old.market_id, new.id);
  end if;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION market.note_product_of()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare changed uuid := case when tg_op = 'DELETE' then old.product_id else new.product_id end;
begin
  insert into market.product_changes (market_id, product_id)
  select market_id, id from market.products where id = changed;
  return null;
end $function$;
CREATE OR REPLACE FUNCTION market.note_restock()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  sold_out text := coalesce(current_setting('rose.sold_out', true), '');
begin
  perform from market.variants variant
  join market.products product on product.id = variant.product_id
  where variant.supply_id = new.id and variant.active and product.status = 'published';
  if not found then return null; end if;
  if new.capacity + new.backorder <= new.taken then
    perform set_config('rose.sold_out', sold_out || ' ' || new.id, true);
  elsif strpos(sold_out, new.id::text) = 0 then
    insert into market.restocks (supply_id) values (new.id) on conflict do nothing;
  end if;
  return null;
end $function$;

create table account.people (
  id uuid not null,
  email public.citext not null,
  name text,
  created_at timestamp with time zone default now() not null,
  constraint people_pkey PRIMARY KEY (id),
  constraint people_email_once UNIQUE (email)
);

create table account.roles (
  person_id uuid not null,
  role text not null,
  created_at timestamp with time zone default now() not null,
  constraint roles_person_id_role_pk PRIMARY KEY (person_id, role),
  constraint roles_known CHECK ((role = ANY (ARRAY['author'::text, 'editor'::text, 'admin'::text])))
);

create table blog.authors (
  id uuid not null,
  person_id uuid,
  slug text not null,
  name text not null,
  bio text default ''::text not null,
  constraint authors_pkey PRIMARY KEY (id),
  constraint authors_slug_once UNIQUE (slug)
);

create table blog.co_authors (
  post_id uuid not null,
  author_id uuid not null,
  "position" integer not null,
  constraint co_authors_post_id_author_id_pk PRIMARY KEY (post_id, author_id)
);
CREATE INDEX co_authors_by_author ON blog.co_authors USING btree (author_id);

create table blog.container_relations (
  page_id uuid not null,
  kind text not null,
  thing_id uuid not null,
  "position" integer default 0 not null,
  constraint container_relations_kind_thing_id_pk PRIMARY KEY (kind, thing_id),
  constraint container_relations_kind_known CHECK ((kind = ANY (ARRAY['market'::text, 'calendar'::text])))
);
CREATE INDEX container_relations_by_page ON blog.container_relations USING btree (page_id, kind, "position");

create table blog.editing_sessions (
  post_id uuid not null,
  person_id uuid not null,
  seen_at timestamp with time zone default now() not null,
  constraint editing_sessions_post_id_person_id_pk PRIMARY KEY (post_id, person_id)
);

create table blog.ghost_additions (
  site_id uuid not null,
  local_id uuid not null,
  claim uuid not null,
  claimed_at timestamp with time zone default now() not null,
  constraint ghost_additions_site_id_local_id_pk PRIMARY KEY (site_id, local_id)
);

create table blog.ghost_export_rows (
  site_id uuid not null,
  list text not null,
  ghost_id text not null,
  "row" jsonb not null,
  constraint ghost_export_rows_site_id_list_ghost_id_pk PRIMARY KEY (site_id, list, ghost_id)
);

create table blog.ghost_imports (
  id uuid not null,
  site_id uuid,
  state text default 'running'::text not null,
  step text default 'newsletter'::text not null,
  after text,
  counts jsonb default '{}'::jsonb not null,
  problems jsonb default '[]'::jsonb not null,
  started_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  constraint ghost_imports_pkey PRIMARY KEY (id),
  constraint ghost_imports_state_known CHECK ((state = ANY (ARRAY['running'::text, 'stopped'::text, 'done'::text, 'failed'::text])))
);

create table blog.ghost_links (
  site_id uuid not null,
  kind text not null,
  ghost_id text not null,
  local_id uuid not null,
  ghost_updated_at text,
  base_hash text not null,
  base jsonb not null,
  state text default 'in-step'::text not null,
  pulled_at timestamp with time zone,
  pushed_at timestamp with time zone,
  local_slug text,
  constraint ghost_links_site_id_kind_ghost_id_pk PRIMARY KEY (site_id, kind, ghost_id),
  constraint ghost_links_state_known CHECK ((state = ANY (ARRAY['in-step'::text, 'conflict'::text, 'gone-there'::text, 'merged-here'::text, 'deleted-here'::text])))
);
CREATE UNIQUE INDEX ghost_links_local_once ON blog.ghost_links USING btree (site_id, kind, local_id) WHERE (state <> ALL (ARRAY['merged-here'::text, 'deleted-here'::text]));

create table blog.ghost_media (
  url text not null,
  media_id uuid not null,
  constraint ghost_media_pkey PRIMARY KEY (url)
);

create table blog.ghost_sites (
  id uuid not null,
  url text not null,
  title text default ''::text not null,
  admin_key bytea,
  staff_token bytea,
  webhook_secret bytea,
  mode text default 'pull'::text not null,
  pulled_until timestamp with time zone,
  swept_at timestamp with time zone,
  trouble text,
  created_at timestamp with time zone default now() not null,
  staff_trouble text,
  menu_pushed jsonb,
  redirects_pushed jsonb,
  constraint ghost_sites_pkey PRIMARY KEY (id),
  constraint ghost_sites_url_once UNIQUE (url),
  constraint ghost_sites_have_both_keys_or_none CHECK (((admin_key IS NULL) = (webhook_secret IS NULL))),
  constraint ghost_sites_mode_known CHECK ((mode = ANY (ARRAY['pull'::text, 'push'::text, 'two-way'::text])))
);

create table blog.ghost_tasks (
  id uuid not null,
  site_id uuid not null,
  task text not null,
  kind text,
  subject text,
  attempts integer default 0 not null,
  due_at timestamp with time zone default now() not null,
  problem text,
  constraint ghost_tasks_pkey PRIMARY KEY (id),
  constraint ghost_tasks_once UNIQUE NULLS NOT DISTINCT (site_id, task, kind, subject)
);
CREATE INDEX ghost_tasks_due ON blog.ghost_tasks USING btree (due_at);

create table blog.gone_slugs (
  slug text not null,
  gone_at timestamp with time zone default now() not null,
  constraint gone_slugs_pkey PRIMARY KEY (slug)
);

create table blog.mailings (
  id uuid not null,
  post_id uuid not null,
  newsletter_id uuid not null,
  person_id uuid,
  subject text default ''::text not null,
  html text default ''::text not null,
  plaintext text default ''::text not null,
  last_person_id uuid,
  letters integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  begun_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint mailings_pkey PRIMARY KEY (id),
  constraint mailings_post_once_by_newsletter UNIQUE (post_id, newsletter_id),
  constraint mailings_begin_before_they_end CHECK (((finished_at IS NULL) OR (begun_at IS NOT NULL)))
);
CREATE INDEX mailings_by_newsletter ON blog.mailings USING btree (newsletter_id);
CREATE INDEX mailings_to_send ON blog.mailings USING btree (created_at) WHERE (finished_at IS NULL);

create table blog.media_files (
  id uuid not null,
  kind text not null,
  hash text not null,
  key text not null,
  name text not null,
  content_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  placeholder text,
  variants jsonb default '[]'::jsonb not null,
  alt text default ''::text not null,
  caption text default ''::text not null,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint media_files_pkey PRIMARY KEY (id),
  constraint media_files_once UNIQUE (hash),
  constraint media_files_images_have_a_size CHECK (((kind <> 'image'::text) OR (width > 0))),
  constraint media_files_kind_known CHECK ((kind = ANY (ARRAY['image'::text, 'audio'::text, 'video'::text, 'file'::text])))
);
CREATE INDEX media_files_newest ON blog.media_files USING btree (created_at DESC, id DESC);

create table blog.nav_items (
  id uuid not null,
  parent_id uuid,
  "position" integer not null,
  label text not null,
  app text,
  path text,
  kind text default 'path'::text not null,
  url text,
  target_id uuid,
  constraint nav_items_pkey PRIMARY KEY (id),
  constraint nav_items_place_once UNIQUE NULLS NOT DISTINCT (parent_id, "position"),
  constraint nav_items_kind_known CHECK ((kind = ANY (ARRAY['path'::text, 'url'::text, 'post'::text, 'tag'::text, 'market'::text, 'calendar'::text]))),
  constraint nav_items_lead_somewhere CHECK (
CASE kind
    WHEN 'path'::text THEN ((app IS NOT NULL) AND (path IS NOT NULL))
    WHEN 'url'::text THEN (url IS NOT NULL)
    ELSE (target_id IS NOT NULL)
END),
  constraint nav_items_path_is_absolute CHECK ((path ~~ '/%'::text)),
  constraint nav_items_url_is_of_the_web CHECK ((url ~ '^https?://'::text))
);

create table blog.newsletters (
  id uuid not null,
  slug text not null,
  name text not null,
  description text default ''::text not null,
  status text default 'active'::text not null,
  created_at timestamp with time zone default now() not null,
  constraint newsletters_pkey PRIMARY KEY (id),
  constraint newsletters_slug_once UNIQUE (slug),
  constraint newsletters_status_known CHECK ((status = ANY (ARRAY['active'::text, 'archived'::text])))
);

create table blog.page_managers (
  page_id uuid not null,
  person_id uuid not null,
  constraint page_managers_page_id_person_id_pk PRIMARY KEY (page_id, person_id)
);

create table blog.page_profiles (
  page_id uuid not null,
  person_name text,
  person_role text,
  person_image text,
  place_name text,
  place_address text,
  constraint page_profiles_pkey PRIMARY KEY (page_id)
);

create table blog.post_tags (
  post_id uuid not null,
  tag_id uuid not null,
  "position" integer not null,
  constraint post_tags_post_id_tag_id_pk PRIMARY KEY (post_id, tag_id)
);
CREATE INDEX post_tags_by_tag ON blog.post_tags USING btree (tag_id, post_id);

create table blog.posts (
  id uuid not null,
  type text not null,
  slug text not null,
  title text not null,
  excerpt text default ''::text not null,
  html text default ''::text not null,
  image text,
  image_alt text default ''::text not null,
  author_id uuid not null,
  status text default 'draft'::text not null,
  published_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  lexical jsonb default '{"root": {"type": "root", "format": "", "indent": 0, "version": 1, "children": [{"type": "paragraph", "format": "", "indent": 0, "version": 1, "children": [], "direction": null}], "direction": null}}'::jsonb not null,
  plaintext text default ''::text not null,
  image_caption text default ''::text not null,
  visibility text default 'public'::text not null,
  featured boolean default false not null,
  canonical_url text,
  seo_title text default ''::text not null,
  seo_description text default ''::text not null,
  social_title text default ''::text not null,
  social_description text default ''::text not null,
  social_image text,
  version integer default 1 not null,
  search tsvector generated always as (((setweight(to_tsvector('english'::regconfig, title), 'A'::"char") || setweight(to_tsvector('english'::regconfig, excerpt), 'B'::"char")) || setweight(to_tsvector('english'::regconfig, "left"(plaintext, 500000)), 'C'::"char"))) stored,
  deleted_at timestamp with time zone,
  comments_open boolean default true not null,
  constraint posts_pkey PRIMARY KEY (id),
  constraint posts_slug_once UNIQUE (slug),
  constraint posts_in_the_bin_are_unseen CHECK (((deleted_at IS NULL) OR (status = ANY (ARRAY['draft'::text, 'unpublished'::text])))),
  constraint posts_published_have_a_date CHECK (((status <> ALL (ARRAY['published'::text, 'scheduled'::text])) OR (published_at IS NOT NULL))),
  constraint posts_slug_fits_a_path CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint posts_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'scheduled'::text, 'published'::text, 'unpublished'::text]))),
  constraint posts_type_known CHECK ((type = ANY (ARRAY['post'::text, 'page'::text]))),
  constraint posts_visibility_known CHECK ((visibility = ANY (ARRAY['public'::text, 'members'::text, 'newsletter'::text])))
);
CREATE INDEX posts_featured_newest ON blog.posts USING btree (published_at DESC, id DESC) WHERE (featured AND (type = 'post'::text) AND (status = 'published'::text));
CREATE INDEX posts_in_the_bin ON blog.posts USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);
CREATE INDEX posts_published_by_author ON blog.posts USING btree (author_id, published_at DESC, id DESC) WHERE (status = 'published'::text);
CREATE INDEX posts_published_newest ON blog.posts USING btree (type, published_at DESC, id DESC) WHERE (status = 'published'::text);
CREATE INDEX posts_recently_edited ON blog.posts USING btree (updated_at DESC, id DESC);
CREATE INDEX posts_scheduled_next ON blog.posts USING btree (published_at) WHERE (status = 'scheduled'::text);
CREATE INDEX posts_search ON blog.posts USING gin (search);
CREATE INDEX posts_title_trigrams ON blog.posts USING gin (lower(title) public.gin_trgm_ops);

create table blog.revisions (
  id uuid not null,
  post_id uuid not null,
  version integer not null,
  content jsonb not null,
  html text not null,
  plaintext text not null,
  reason text not null,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint revisions_pkey PRIMARY KEY (id),
  constraint revisions_version_once UNIQUE (post_id, version, reason)
);
CREATE INDEX revisions_newest ON blog.revisions USING btree (post_id, created_at DESC);

create table blog.slug_history (
  slug text not null,
  post_id uuid not null,
  created_at timestamp with time zone default now() not null,
  constraint slug_history_pkey PRIMARY KEY (slug)
);
CREATE INDEX slug_history_by_post ON blog.slug_history USING btree (post_id);

create table blog.snippets (
  id uuid not null,
  name text not null,
  lexical jsonb not null,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint snippets_pkey PRIMARY KEY (id),
  constraint snippets_name_once UNIQUE (name)
);

create table blog.subscriptions (
  newsletter_id uuid not null,
  person_id uuid not null,
  created_at timestamp with time zone default now() not null,
  constraint subscriptions_newsletter_id_person_id_pk PRIMARY KEY (newsletter_id, person_id)
);
CREATE INDEX subscriptions_by_person ON blog.subscriptions USING btree (person_id);

create table blog.tag_groups (
  id uuid not null,
  name text not null,
  "position" integer default 0 not null,
  constraint tag_groups_pkey PRIMARY KEY (id),
  constraint tag_groups_name_once UNIQUE (name)
);

create table blog.tag_slug_history (
  slug text not null,
  tag_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint tag_slug_history_pkey PRIMARY KEY (slug)
);
CREATE INDEX tag_slug_history_by_tag ON blog.tag_slug_history USING btree (tag_id);

create table blog.tags (
  id uuid not null,
  slug text not null,
  name text not null,
  description text default ''::text not null,
  image text,
  visibility text default 'public'::text not null,
  group_id uuid,
  seo_title text default ''::text not null,
  seo_description text default ''::text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint tags_pkey PRIMARY KEY (id),
  constraint tags_slug_once UNIQUE (slug),
  constraint tags_slug_fits_a_path CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint tags_visibility_known CHECK ((visibility = ANY (ARRAY['public'::text, 'internal'::text])))
);

create table blog.working_copies (
  post_id uuid not null,
  person_id uuid not null,
  base_version integer not null,
  content jsonb not null,
  updated_at timestamp with time zone default now() not null,
  constraint working_copies_post_id_person_id_pk PRIMARY KEY (post_id, person_id)
);

create table cart.basket_lines (
  id uuid not null,
  basket_id uuid not null,
  kind text not null,
  item_id uuid not null,
  quantity integer not null,
  created_at timestamp with time zone default now() not null,
  chosen_minor integer,
  seen_minor integer,
  note text default ''::text not null,
  saved_at timestamp with time zone,
  constraint basket_lines_pkey PRIMARY KEY (id),
  constraint basket_lines_item_once UNIQUE (basket_id, kind, item_id),
  constraint basket_lines_chosen_not_negative CHECK ((chosen_minor >= 0)),
  constraint basket_lines_kind_known CHECK ((kind = ANY (ARRAY['product'::text, 'ticket'::text, 'booking'::text, 'donation'::text]))),
  constraint basket_lines_note_short CHECK ((length(note) <= 500)),
  constraint basket_lines_quantity_sane CHECK (((quantity >= 1) AND (quantity <= 99)))
);

create table cart.baskets (
  id uuid not null,
  visitor_id uuid,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  voucher_codes text[] default '{}'::text[] not null,
  constraint baskets_pkey PRIMARY KEY (id),
  constraint baskets_one_per_person UNIQUE (person_id),
  constraint baskets_one_per_visitor UNIQUE (visitor_id),
  constraint baskets_few_vouchers CHECK ((cardinality(voucher_codes) <= 5)),
  constraint baskets_one_owner CHECK ((num_nonnulls(visitor_id, person_id) = 1))
);

create table cart.handover_options (
  id uuid not null,
  page_id uuid not null,
  kind text not null,
  title text not null,
  place text default ''::text not null,
  notes text default ''::text not null,
  weekdays integer[] default '{}'::integer[] not null,
  starts_at text not null,
  ends_at text not null,
  lead_days integer default 1 not null,
  cutoff text default '18:00'::text not null,
  postcodes text[] default '{}'::text[] not null,
  fee_minor integer default 0 not null,
  free_from_minor integer,
  tax_rate_basis_points integer default 0 not null,
  currency text not null,
  "position" integer default 0 not null,
  active boolean default true not null,
  version integer default 1 not null,
  constraint handover_options_pkey PRIMARY KEY (id),
  constraint handover_options_clock CHECK (((starts_at ~ '^[0-2][0-9]:[0-5][0-9]$'::text) AND (ends_at ~ '^[0-2][0-9]:[0-5][0-9]$'::text) AND (cutoff ~ '^[0-2][0-9]:[0-5][0-9]$'::text))),
  constraint handover_options_days CHECK ((weekdays <@ ARRAY[1, 2, 3, 4, 5, 6, 7])),
  constraint handover_options_fee CHECK (((fee_minor >= 0) AND (free_from_minor >= 0))),
  constraint handover_options_kind_known CHECK ((kind = ANY (ARRAY['delivery'::text, 'pickup'::text]))),
  constraint handover_options_lead CHECK (((lead_days >= 0) AND (lead_days <= 60))),
  constraint handover_options_times CHECK ((starts_at < ends_at))
);
CREATE INDEX handover_options_by_page ON cart.handover_options USING btree (page_id, "position");

create table cart.handovers (
  id uuid not null,
  order_id uuid not null,
  page_id uuid not null,
  kind text not null,
  choice text default ''::text not null,
  title text default ''::text not null,
  place text default ''::text not null,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  address jsonb,
  fee_minor integer default 0 not null,
  tax_rate_basis_points integer default 0 not null,
  tax_minor integer default 0 not null,
  packed_at timestamp with time zone,
  done_at timestamp with time zone,
  done_by uuid,
  told_at timestamp with time zone,
  constraint handovers_pkey PRIMARY KEY (id),
  constraint handovers_one_per_page UNIQUE (order_id, page_id),
  constraint handovers_fee_not_negative CHECK ((fee_minor >= 0)),
  constraint handovers_kind_known CHECK ((kind = ANY (ARRAY['delivery'::text, 'pickup'::text])))
);
CREATE INDEX handovers_by_day ON cart.handovers USING btree (page_id, starts_at);
CREATE INDEX handovers_open ON cart.handovers USING btree (page_id, order_id) WHERE (done_at IS NULL);

create table cart.invoice_counters (
  merchant_id uuid not null,
  year integer not null,
  last integer not null,
  constraint invoice_counters_once UNIQUE (merchant_id, year)
);

create table cart.invoices (
  id uuid not null,
  merchant_id uuid not null,
  year integer not null,
  number integer not null,
  kind text not null,
  order_id uuid not null,
  refund_id uuid,
  content jsonb not null,
  issued_at timestamp with time zone default now() not null,
  constraint invoices_pkey PRIMARY KEY (id),
  constraint invoices_number_once UNIQUE (merchant_id, year, number),
  constraint invoices_one_per_refund UNIQUE (refund_id),
  constraint invoices_credit_notes_have_a_refund CHECK (((kind = 'credit_note'::text) = (refund_id IS NOT NULL))),
  constraint invoices_kind_known CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit_note'::text]))),
  constraint invoices_number_positive CHECK ((number > 0))
);
CREATE INDEX invoices_by_order ON cart.invoices USING btree (order_id);
CREATE UNIQUE INDEX invoices_one_per_order ON cart.invoices USING btree (order_id) WHERE (kind = 'invoice'::text);
CREATE TRIGGER invoices_are_kept BEFORE DELETE OR UPDATE ON cart.invoices FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

create table cart.merchants (
  id uuid not null,
  page_id uuid,
  name text,
  address text[] default '{}'::text[] not null,
  tax_number text default ''::text not null,
  provider text default 'sumup'::text not null,
  merchant_code text,
  sealed_credentials text,
  active boolean default true not null,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  constraint merchants_pkey PRIMARY KEY (id),
  constraint merchants_one_per_page UNIQUE NULLS NOT DISTINCT (page_id),
  constraint merchants_of_pages_are_whole CHECK (((page_id IS NULL) OR (num_nonnulls(name, merchant_code, sealed_credentials) = 3)))
);

create table cart.order_lines (
  id uuid not null,
  order_id uuid not null,
  kind text not null,
  item_id uuid not null,
  supply_id uuid,
  page_id uuid not null,
  title text not null,
  detail text default ''::text not null,
  unit_minor integer not null,
  quantity integer not null,
  note text default ''::text not null,
  suggested_minor integer,
  discount_minor integer default 0 not null,
  tax_rate_basis_points integer default 0 not null,
  tax_minor integer default 0 not null,
  weighed boolean default false not null,
  measure_amount integer,
  measure_unit text,
  packed_amount integer,
  adjusted_minor integer default 0 not null,
  refunded_minor integer default 0 not null,
  returned_quantity integer default 0 not null,
  constraint order_lines_pkey PRIMARY KEY (id),
  constraint order_lines_item_once UNIQUE (order_id, kind, item_id),
  constraint order_lines_discount_within_price CHECK (((discount_minor >= 0) AND (discount_minor <= (unit_minor * quantity)))),
  constraint order_lines_kind_known CHECK ((kind = ANY (ARRAY['product'::text, 'ticket'::text, 'booking'::text, 'donation'::text]))),
  constraint order_lines_price_not_negative CHECK ((unit_minor >= 0)),
  constraint order_lines_quantity_positive CHECK ((quantity > 0)),
  constraint order_lines_refunded_within CHECK (((refunded_minor >= 0) AND (refunded_minor <= ((unit_minor * quantity) - discount_minor)))),
  constraint order_lines_returned_within CHECK (((returned_quantity >= 0) AND (returned_quantity <= quantity))),
  constraint order_lines_scarce_but_donations CHECK (((supply_id IS NULL) = (kind = 'donation'::text))),
  constraint order_lines_tax_sane CHECK (((tax_rate_basis_points >= 0) AND (tax_rate_basis_points <= 10000)))
);
CREATE INDEX order_lines_by_item ON cart.order_lines USING btree (item_id);
CREATE INDEX order_lines_by_page ON cart.order_lines USING btree (page_id, order_id);

create table cart.order_moves (
  from_state text not null,
  to_state text not null,
  constraint order_moves_from_state_to_state_pk PRIMARY KEY (from_state, to_state)
);

create table cart.order_notes (
  id uuid not null,
  order_id uuid not null,
  person_id uuid,
  text text not null,
  at timestamp with time zone default now() not null,
  constraint order_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX order_notes_by_order ON cart.order_notes USING btree (order_id, id);

create table cart.order_transitions (
  id uuid not null,
  order_id uuid not null,
  from_state text,
  to_state text not null,
  reason text not null,
  at timestamp with time zone default now() not null,
  person_id uuid,
  constraint order_transitions_pkey PRIMARY KEY (id)
);
CREATE INDEX order_transitions_by_order ON cart.order_transitions USING btree (order_id, id);
CREATE TRIGGER order_transitions_move AFTER INSERT ON cart.order_transitions FOR EACH ROW EXECUTE FUNCTION cart.move_order();

create table cart.orders (
  id uuid not null,
  number bigint generated always as identity (start with 1001 increment by 1) not null,
  request_key uuid not null,
  access_key text not null,
  person_id uuid,
  visitor_id uuid,
  email public.citext default ''::public.citext not null,
  name text default ''::text not null,
  state text default 'draft'::text not null,
  currency text not null,
  total_minor integer not null,
  held_until timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  paid_at timestamp with time zone,
  merchant_id uuid not null,
  note text default ''::text not null,
  terms text default 'online'::text not null,
  items_minor integer not null,
  discount_minor integer default 0 not null,
  fees_minor integer default 0 not null,
  tax_minor integer default 0 not null,
  credit_minor integer default 0 not null,
  adjusted_minor integer default 0 not null,
  placed_at timestamp with time zone,
  fulfilled_at timestamp with time zone,
  kind text default 'goods'::text not null,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_number_once UNIQUE (number),
  constraint orders_request_once UNIQUE (request_key),
  constraint orders_credit_is_paid_as_it_is CHECK (((kind <> 'credit'::text) OR ((terms = 'online'::text) AND (total_minor > 0) AND (total_minor = items_minor) AND (tax_minor = 0) AND (credit_minor = 0) AND (adjusted_minor = 0)))),
  constraint orders_credit_within_total CHECK (((credit_minor >= 0) AND (credit_minor <= total_minor))),
  constraint orders_drafts_are_held CHECK (((state <> 'draft'::text) OR (held_until IS NOT NULL))),
  constraint orders_kind_known CHECK ((kind = ANY (ARRAY['goods'::text, 'credit'::text]))),
  constraint orders_paid_have_a_date CHECK (((state <> 'paid'::text) OR (paid_at IS NOT NULL))),
  constraint orders_placed_have_a_buyer CHECK (((state = ANY (ARRAY['draft'::text, 'cancelled'::text, 'expired'::text])) OR ((email OPERATOR(public.<>) ''::public.citext) AND (placed_at IS NOT NULL)))),
  constraint orders_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'awaiting_payment'::text, 'paid'::text, 'paid_late'::text, 'fulfilled'::text, 'cancelled'::text, 'expired'::text, 'partly_refunded'::text, 'refunded'::text]))),
  constraint orders_terms_known CHECK ((terms = ANY (ARRAY['online'::text, 'on_account'::text, 'on_pickup'::text, 'free'::text]))),
  constraint orders_total_adds_up CHECK ((total_minor = ((items_minor - discount_minor) + fees_minor))),
  constraint orders_total_not_negative CHECK ((total_minor >= 0))
);
CREATE INDEX orders_by_merchant ON cart.orders USING btree (merchant_id, id DESC);
CREATE INDEX orders_by_paid_day ON cart.orders USING btree (paid_at);
CREATE INDEX orders_by_person ON cart.orders USING btree (person_id, id DESC);
CREATE INDEX orders_by_state ON cart.orders USING btree (state, id DESC);
CREATE UNIQUE INDEX orders_one_draft_per_person ON cart.orders USING btree (person_id, merchant_id) WHERE ((state = 'draft'::text) AND (placed_at IS NULL));
CREATE UNIQUE INDEX orders_one_draft_per_visitor ON cart.orders USING btree (visitor_id, merchant_id) WHERE (state = 'draft'::text);
CREATE INDEX orders_to_end ON cart.orders USING btree (held_until) WHERE ((state = ANY (ARRAY['draft'::text, 'awaiting_payment'::text])) AND (held_until IS NOT NULL));
CREATE INDEX orders_words_trigrams ON cart.orders USING gin (lower(((name || ' '::text) || (email)::text)) public.gin_trgm_ops);
CREATE TRIGGER orders_state_logged BEFORE UPDATE OF state ON cart.orders FOR EACH ROW WHEN (((old.state IS DISTINCT FROM new.state) AND (pg_trigger_depth() = 0))) EXECUTE FUNCTION cart.refuse_unlogged_state();

create table cart.packings (
  id uuid not null,
  line_id uuid not null,
  packed_amount integer not null,
  adjusted_minor integer not null,
  reason text default ''::text not null,
  person_id uuid,
  at timestamp with time zone default now() not null,
  constraint packings_pkey PRIMARY KEY (id),
  constraint packings_not_negative CHECK ((packed_amount >= 0))
);
CREATE INDEX packings_by_line ON cart.packings USING btree (line_id, id);

create table cart.payments (
  id uuid not null,
  order_id uuid not null,
  attempt integer not null,
  reference text not null,
  webhook_key text not null,
  merchant_code text not null,
  amount_minor integer not null,
  currency text not null,
  state text default 'creating'::text not null,
  checkout_id text,
  pay_url text,
  transaction_id text,
  valid_until timestamp with time zone not null,
  check_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  merchant_id uuid not null,
  method text default 'provider'::text not null,
  refunded_minor integer default 0 not null,
  transaction_code text,
  paid_at timestamp with time zone,
  constraint payments_pkey PRIMARY KEY (id),
  constraint payments_attempt_once UNIQUE (order_id, attempt),
  constraint payments_checkout_once UNIQUE (checkout_id),
  constraint payments_reference_once UNIQUE (reference),
  constraint payments_webhook_once UNIQUE (webhook_key),
  constraint payments_amount_positive CHECK ((amount_minor > 0)),
  constraint payments_method_known CHECK ((method = ANY (ARRAY['provider'::text, 'cash'::text]))),
  constraint payments_reference_short CHECK ((length(reference) <= 64)),
  constraint payments_refund_what_came CHECK (((refunded_minor = 0) OR (state = 'paid'::text))),
  constraint payments_refunded_within CHECK (((refunded_minor >= 0) AND (refunded_minor <= amount_minor))),
  constraint payments_state_known CHECK ((state = ANY (ARRAY['creating'::text, 'pending'::text, 'paid'::text, 'expired'::text])))
);
CREATE INDEX payments_by_transaction ON cart.payments USING btree (merchant_id, transaction_code);
CREATE INDEX payments_to_check ON cart.payments USING btree (check_at) WHERE (check_at IS NOT NULL);

create table cart.payouts (
  id uuid not null,
  merchant_id uuid not null,
  provider_id text not null,
  type text not null,
  reference text default ''::text not null,
  transaction_code text default ''::text not null,
  amount_minor integer not null,
  fee_minor integer not null,
  currency text not null,
  paid_on date not null,
  read_at timestamp with time zone default now() not null,
  constraint payouts_pkey PRIMARY KEY (id),
  constraint payouts_row_once UNIQUE (merchant_id, provider_id)
);
CREATE INDEX payouts_by_day ON cart.payouts USING btree (merchant_id, paid_on);
CREATE INDEX payouts_by_transaction ON cart.payouts USING btree (merchant_id, transaction_code);

create table cart.provider_messages (
  id bigint generated always as identity (start with 1 increment by 1) not null,
  merchant_code text not null,
  reference text,
  method text not null,
  path text not null,
  status integer,
  request jsonb,
  answer jsonb,
  problem text,
  took_ms integer not null,
  at timestamp with time zone default now() not null,
  constraint provider_messages_pkey PRIMARY KEY (id)
);
CREATE INDEX provider_messages_by_merchant ON cart.provider_messages USING btree (merchant_code, id);
CREATE INDEX provider_messages_by_reference ON cart.provider_messages USING btree (reference, id);
CREATE INDEX provider_messages_by_time ON cart.provider_messages USING btree (at);

create table cart.refund_lines (
  refund_id uuid not null,
  line_id uuid not null,
  quantity integer not null,
  amount_minor integer not null,
  constraint refund_lines_refund_id_line_id_pk PRIMARY KEY (refund_id, line_id),
  constraint refund_lines_not_negative CHECK (((quantity >= 0) AND (amount_minor >= 0)))
);

create table cart.refunds (
  id uuid not null,
  order_id uuid not null,
  payment_id uuid,
  ordinal integer,
  request_key uuid not null,
  amount_minor integer not null,
  currency text not null,
  reason text not null,
  message text default ''::text not null,
  method text not null,
  state text default 'asked'::text not null,
  problem text,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  done_at timestamp with time zone,
  sending_until timestamp with time zone,
  constraint refunds_pkey PRIMARY KEY (id),
  constraint refunds_of_payment_in_turn UNIQUE (payment_id, ordinal),
  constraint refunds_request_once UNIQUE (request_key),
  constraint refunds_amount_positive CHECK ((amount_minor > 0)),
  constraint refunds_by_provider_have_a_payment CHECK (((method <> 'provider'::text) OR (payment_id IS NOT NULL))),
  constraint refunds_done_have_a_date CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
  constraint refunds_method_known CHECK ((method = ANY (ARRAY['provider'::text, 'credit'::text, 'cash'::text]))),
  constraint refunds_ordinal_with_payment CHECK (((payment_id IS NULL) = (ordinal IS NULL))),
  constraint refunds_reason_known CHECK ((reason = ANY (ARRAY['late'::text, 'double'::text, 'cancelled'::text, 'returned'::text, 'packed'::text, 'goodwill'::text]))),
  constraint refunds_state_known CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX refunds_by_order ON cart.refunds USING btree (order_id, id);
CREATE INDEX refunds_failed ON cart.refunds USING btree (order_id) WHERE (state = 'failed'::text);

create table cart.sellers (
  page_id uuid not null,
  fee_basis_points integer default 0 not null,
  fee_tax_rate_basis_points integer default 2000 not null,
  on_account boolean default false not null,
  on_pickup boolean default false not null,
  cancel_minutes integer default 60 not null,
  donations boolean default false not null,
  payout_name text default ''::text not null,
  payout_iban text default ''::text not null,
  version integer default 1 not null,
  constraint sellers_pkey PRIMARY KEY (page_id),
  constraint sellers_cancel_not_negative CHECK ((cancel_minutes >= 0)),
  constraint sellers_fee_sane CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 10000))),
  constraint sellers_fee_tax_sane CHECK (((fee_tax_rate_basis_points >= 0) AND (fee_tax_rate_basis_points <= 10000)))
);

create table cart.voucher_uses (
  id uuid not null,
  voucher_id uuid not null,
  order_id uuid not null,
  person_id uuid,
  email public.citext,
  discount_minor integer not null,
  released_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint voucher_uses_pkey PRIMARY KEY (id),
  constraint voucher_uses_once_an_order UNIQUE (voucher_id, order_id),
  constraint voucher_uses_discount_positive CHECK ((discount_minor > 0))
);
CREATE INDEX voucher_uses_by_order ON cart.voucher_uses USING btree (order_id);

create table cart.vouchers (
  id uuid not null,
  code public.citext not null,
  page_id uuid,
  title text not null,
  kind text not null,
  basis_points integer,
  amount_minor integer,
  currency text,
  item_kind text,
  item_id uuid,
  minimum_minor integer default 0 not null,
  max_uses integer,
  max_per_person integer,
  used integer default 0 not null,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  active boolean default true not null,
  version integer default 1 not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  constraint vouchers_pkey PRIMARY KEY (id),
  constraint vouchers_code_once UNIQUE (code),
  constraint vouchers_code_plain CHECK ((code OPERATOR(public.~) '^[A-Za-z0-9-]{3,40}$'::public.citext)),
  constraint vouchers_end_after_start CHECK ((starts_at < ends_at)),
  constraint vouchers_item_whole CHECK (((item_kind IS NULL) = (item_id IS NULL))),
  constraint vouchers_kind_whole CHECK (
CASE kind
    WHEN 'percent'::text THEN ((basis_points >= 1) AND (basis_points <= 10000) AND (amount_minor IS NULL))
    WHEN 'amount'::text THEN ((amount_minor > 0) AND (currency IS NOT NULL) AND (basis_points IS NULL))
    WHEN 'free_item'::text THEN ((item_id IS NOT NULL) AND (num_nonnulls(basis_points, amount_minor) = 0))
    ELSE false
END),
  constraint vouchers_limits_positive CHECK (((max_uses > 0) AND (max_per_person > 0))),
  constraint vouchers_minimum_not_negative CHECK ((minimum_minor >= 0)),
  constraint vouchers_used_within CHECK (((used >= 0) AND (used <= max_uses)))
);
CREATE INDEX vouchers_by_page ON cart.vouchers USING btree (page_id, id DESC);

create table events.bookings (
  id uuid not null,
  order_line_id uuid not null,
  number integer not null,
  holder_id uuid,
  code text not null,
  created_at timestamp with time zone default now() not null,
  slot_id uuid not null,
  email public.citext not null,
  name text not null,
  cancelled_at timestamp with time zone,
  constraint bookings_pkey PRIMARY KEY (id),
  constraint bookings_code_once UNIQUE (code),
  constraint bookings_issued_once UNIQUE (order_line_id, number)
);
CREATE INDEX bookings_by_holder ON events.bookings USING btree (holder_id);
CREATE INDEX bookings_by_slot ON events.bookings USING btree (slot_id);

create table events.calendars (
  id uuid not null,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  time_zone text not null,
  constraint calendars_pkey PRIMARY KEY (id),
  constraint calendars_slug_once UNIQUE (slug)
);

create table events.entries (
  id uuid not null,
  calendar_id uuid not null,
  slug text not null,
  title text not null,
  summary text default ''::text not null,
  description text default ''::text not null,
  image text,
  image_alt text default ''::text not null,
  place text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  constraint entries_pkey PRIMARY KEY (id),
  constraint entries_slug_once UNIQUE (slug),
  constraint entries_end_after_start CHECK ((ends_at > starts_at))
);
CREATE INDEX entries_by_calendar_start ON events.entries USING btree (calendar_id, starts_at);
CREATE INDEX entries_by_start ON events.entries USING btree (starts_at);

create table events.resources (
  id uuid not null,
  page_id uuid not null,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  image text,
  image_alt text default ''::text not null,
  place text not null,
  time_zone text not null,
  price_minor integer not null,
  member_price_minor integer,
  currency text not null,
  tax_rate_basis_points integer default 2000 not null,
  cancel_minutes integer,
  status text default 'draft'::text not null,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  constraint resources_pkey PRIMARY KEY (id),
  constraint resources_slug_once UNIQUE (slug),
  constraint resources_cancel_not_negative CHECK ((cancel_minutes >= 0)),
  constraint resources_currency_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint resources_member_price_lower CHECK (((member_price_minor >= 0) AND (member_price_minor <= price_minor))),
  constraint resources_price_not_negative CHECK ((price_minor >= 0)),
  constraint resources_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text]))),
  constraint resources_tax_sane CHECK (((tax_rate_basis_points >= 0) AND (tax_rate_basis_points <= 10000)))
);
CREATE INDEX resources_by_page ON events.resources USING btree (page_id);

create table events.slots (
  id uuid not null,
  resource_id uuid not null,
  supply_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint slots_pkey PRIMARY KEY (id),
  constraint slots_supply_of_their_own UNIQUE (supply_id),
  constraint slots_end_after_start CHECK ((ends_at > starts_at)),
  constraint slots_never_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((removed_at IS NULL))
);
CREATE INDEX slots_by_resource_start ON events.slots USING btree (resource_id, starts_at);

create table events.ticket_types (
  id uuid not null,
  entry_id uuid not null,
  supply_id uuid not null,
  title text not null,
  price_minor integer not null,
  currency text not null,
  "position" integer default 0 not null,
  floor_minor integer,
  tax_rate_basis_points integer default 2000 not null,
  constraint ticket_types_pkey PRIMARY KEY (id),
  constraint ticket_types_currency_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint ticket_types_floor_lower CHECK (((floor_minor >= 0) AND (floor_minor <= price_minor))),
  constraint ticket_types_price_not_negative CHECK ((price_minor >= 0)),
  constraint ticket_types_tax_sane CHECK (((tax_rate_basis_points >= 0) AND (tax_rate_basis_points <= 10000)))
);
CREATE INDEX ticket_types_by_entry ON events.ticket_types USING btree (entry_id, "position");

create table events.tickets (
  id uuid not null,
  ticket_type_id uuid not null,
  order_line_id uuid not null,
  number integer not null,
  holder_id uuid,
  code text not null,
  state text default 'valid'::text not null,
  created_at timestamp with time zone default now() not null,
  constraint tickets_pkey PRIMARY KEY (id),
  constraint tickets_code_once UNIQUE (code),
  constraint tickets_issued_once UNIQUE (order_line_id, number),
  constraint tickets_state_known CHECK ((state = ANY (ARRAY['valid'::text, 'void'::text])))
);
CREATE INDEX tickets_by_holder ON events.tickets USING btree (holder_id);

create table federation.ap_activities (
  id uuid not null,
  uri text not null,
  type text not null,
  object_type text not null,
  object_uri text not null,
  is_public boolean not null,
  activity jsonb not null,
  created_at timestamp with time zone default now() not null,
  constraint ap_activities_pkey PRIMARY KEY (id),
  constraint ap_activities_uri_once UNIQUE (uri),
  constraint ap_activities_are_json_ld CHECK (((activity ? '@context'::text) AND (activity ? 'actor'::text)))
);
CREATE INDEX ap_activities_public_newest ON federation.ap_activities USING btree (id DESC) WHERE is_public;

create table federation.ap_handlings (
  activity_id uuid not null,
  handler text not null,
  state text default 'waiting'::text not null,
  attempts integer default 0 not null,
  run_at timestamp with time zone default now() not null,
  last_error text,
  done_at timestamp with time zone,
  constraint ap_handlings_activity_id_handler_pk PRIMARY KEY (activity_id, handler),
  constraint ap_handlings_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'given_up'::text])))
);
CREATE INDEX ap_handlings_waiting ON federation.ap_handlings USING btree (handler, run_at) WHERE (state = 'waiting'::text);

create table federation.comments (
  id uuid not null,
  post_id uuid not null,
  in_reply_to uuid,
  depth smallint generated always as (
CASE
    WHEN (in_reply_to IS NULL) THEN 0
    ELSE 1
END) stored not null,
  parent_depth smallint generated always as (
CASE
    WHEN (in_reply_to IS NULL) THEN NULL::integer
    ELSE 0
END) stored,
  person_id uuid,
  text text not null,
  created_at timestamp with time zone default now() not null,
  edited_at timestamp with time zone,
  removed_at timestamp with time zone,
  removed_by text,
  hidden_reason text,
  constraint comments_pkey PRIMARY KEY (id),
  constraint comments_by_place UNIQUE (id, post_id, depth),
  constraint comments_hidden_for_a_reason CHECK (((hidden_reason IS NULL) OR (NOT (removed_by IS DISTINCT FROM 'editor'::text)))),
  constraint comments_removed_by_known CHECK ((removed_by = ANY (ARRAY['author'::text, 'editor'::text]))),
  constraint comments_removed_by_somebody CHECK (((removed_at IS NULL) = (removed_by IS NULL))),
  constraint comments_say_something CHECK (((char_length(text) >= 1) AND (char_length(text) <= 4000) AND (text = btrim(text, ' 	
'::text))))
);
CREATE INDEX comments_in_reading_order ON federation.comments USING btree (post_id, depth, id);
CREATE INDEX comments_of_a_person ON federation.comments USING btree (person_id, created_at);
CREATE INDEX comments_replies ON federation.comments USING btree (in_reply_to, id);
CREATE UNIQUE INDEX comments_said_once ON federation.comments USING btree (post_id, COALESCE(in_reply_to, post_id), person_id, md5(text)) WHERE (removed_at IS NULL);

create table federation.oidc_payloads (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  user_code text,
  uid text,
  expires_at timestamp with time zone,
  consumed_at timestamp with time zone,
  constraint oidc_payloads_model_id_pk PRIMARY KEY (model, id)
);
CREATE INDEX oidc_payloads_by_expiry ON federation.oidc_payloads USING btree (expires_at);
CREATE INDEX oidc_payloads_by_grant ON federation.oidc_payloads USING btree (grant_id);
CREATE INDEX oidc_payloads_by_uid ON federation.oidc_payloads USING btree (model, uid);
CREATE INDEX oidc_payloads_by_user_code ON federation.oidc_payloads USING btree (model, user_code);

create table federation.sign_in_mails (
  id uuid not null,
  email public.citext not null,
  link_hash text not null,
  code_hash text not null,
  interaction_uid text not null,
  app text not null,
  return_to text not null,
  asked_from text not null,
  wrong_codes integer default 0 not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint sign_in_mails_pkey PRIMARY KEY (id),
  constraint sign_in_mails_link_once UNIQUE (link_hash)
);
CREATE INDEX sign_in_mails_by_asker ON federation.sign_in_mails USING btree (asked_from, created_at DESC);
CREATE INDEX sign_in_mails_by_email ON federation.sign_in_mails USING btree (email, created_at DESC);
CREATE INDEX sign_in_mails_by_expiry ON federation.sign_in_mails USING btree (expires_at);
CREATE INDEX sign_in_mails_by_interaction ON federation.sign_in_mails USING btree (interaction_uid);

create table federation.sign_in_tickets (
  id uuid not null,
  ticket_hash text not null,
  person_id uuid not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_in_tickets_pkey PRIMARY KEY (id),
  constraint sign_in_tickets_hash_once UNIQUE (ticket_hash)
);

create table federation.signing_keys (
  kid text not null,
  sealed_jwk text not null,
  created_at timestamp with time zone default now() not null,
  signs_from timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint signing_keys_pkey PRIMARY KEY (kid)
);

create table holds.holds (
  id uuid not null,
  supply_id uuid not null,
  holder_id uuid not null,
  quantity integer not null,
  state text default 'active'::text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  constraint holds_pkey PRIMARY KEY (id),
  constraint holds_state_known CHECK ((state = ANY (ARRAY['active'::text, 'taken'::text, 'released'::text, 'expired'::text]))),
  constraint holds_take_something CHECK ((quantity > 0))
);
CREATE INDEX holds_active_by_expiry ON holds.holds USING btree (expires_at) WHERE (state = 'active'::text);
CREATE INDEX holds_active_by_supply ON holds.holds USING btree (supply_id) WHERE (state = 'active'::text);
CREATE UNIQUE INDEX holds_one_active_per_holder ON holds.holds USING btree (holder_id, supply_id) WHERE (state = 'active'::text);

create table holds.movements (
  id bigint generated always as identity (start with 1 increment by 1) not null,
  supply_id uuid not null,
  delta integer not null,
  on_hand integer not null,
  kind text not null,
  reason text default ''::text not null,
  person_id uuid,
  at timestamp with time zone default now() not null,
  constraint movements_pkey PRIMARY KEY (id),
  constraint movements_move_something CHECK ((delta <> 0))
);
CREATE INDEX movements_by_supply ON holds.movements USING btree (supply_id, id DESC);

create table holds.supplies (
  id uuid not null,
  capacity integer,
  held integer default 0 not null,
  taken integer default 0 not null,
  backorder integer default 0 not null,
  constraint supplies_pkey PRIMARY KEY (id),
  constraint supplies_backorder_from_zero CHECK ((backorder >= 0)),
  constraint supplies_count_from_zero CHECK (((held >= 0) AND (taken >= 0))),
  constraint supplies_not_oversold CHECK (((held + taken) <= (capacity + backorder)))
);
CREATE TRIGGER supplies_note_availability AFTER UPDATE ON holds.supplies FOR EACH ROW WHEN ((((old.capacity IS NULL) OR ((old.held + old.taken) < (old.capacity + old.backorder))) <> ((new.capacity IS NULL) OR ((new.held + new.taken) < (new.capacity + new.backorder))))) EXECUTE FUNCTION market.note_availability();
CREATE TRIGGER supplies_note_movement AFTER INSERT OR UPDATE OF capacity, taken ON holds.supplies FOR EACH ROW EXECUTE FUNCTION holds.note_movement();
CREATE TRIGGER supplies_note_restock AFTER UPDATE OF capacity, backorder, taken ON holds.supplies FOR EACH ROW WHEN ((COALESCE(((old.capacity + old.backorder) <= old.taken), false) IS DISTINCT FROM COALESCE(((new.capacity + new.backorder) <= new.taken), false))) EXECUTE FUNCTION market.note_restock();

create table ledger.accounts (
  id uuid not null,
  kind text not null,
  owner_id uuid,
  detail text default ''::text not null,
  currency text not null,
  limit_minor bigint,
  balance_minor bigint default 0 not null,
  created_at timestamp with time zone default now() not null,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_once UNIQUE NULLS NOT DISTINCT (kind, owner_id, detail, currency),
  constraint accounts_currency_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint accounts_kind_known CHECK ((kind = ANY (ARRAY['member'::text, 'guests'::text, 'producer'::text, 'cooperative'::text, 'fees'::text, 'tax'::text, 'deposits'::text, 'provider'::text, 'provider-fees'::text, 'bank'::text, 'cash'::text, 'opening'::text]))),
  constraint accounts_within_limit CHECK ((balance_minor <= limit_minor))
);
CREATE INDEX accounts_by_owner ON ledger.accounts USING btree (owner_id);

create table ledger.entries (
  id uuid not null,
  key text not null,
  kind text not null,
  order_id uuid,
  memo text default ''::text not null,
  person_id uuid,
  at timestamp with time zone default now() not null,
  constraint entries_pkey PRIMARY KEY (id),
  constraint entries_once UNIQUE (key),
  constraint entries_kind_known CHECK ((kind = ANY (ARRAY['sale'::text, 'payment'::text, 'return'::text, 'refund'::text, 'fee'::text, 'fee-return'::text, 'adjustment'::text, 'top-up'::text, 'provider-payout'::text, 'producer-payout'::text, 'deposit'::text, 'correction'::text])))
);
CREATE INDEX entries_by_order ON ledger.entries USING btree (order_id);
CREATE INDEX entries_by_time ON ledger.entries USING btree (at, id);
CREATE TRIGGER entries_are_kept BEFORE DELETE OR UPDATE ON ledger.entries FOR EACH ROW WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION ledger.refuse_change();
CREATE CONSTRAINT TRIGGER entries_balance AFTER INSERT ON ledger.entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_balanced();

create table ledger.payout_runs (
  id uuid not null,
  currency text not null,
  name text not null,
  iban text not null,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint payout_runs_pkey PRIMARY KEY (id)
);
CREATE INDEX payout_runs_by_time ON ledger.payout_runs USING btree (created_at);

create table ledger.postings (
  id bigint generated always as identity (start with 1 increment by 1) not null,
  entry_id uuid not null,
  account_id uuid not null,
  amount_minor bigint not null,
  constraint postings_pkey PRIMARY KEY (id),
  constraint postings_move_something CHECK ((amount_minor <> 0))
);
CREATE INDEX postings_by_account ON ledger.postings USING btree (account_id, id);
CREATE INDEX postings_by_entry ON ledger.postings USING btree (entry_id);
CREATE TRIGGER postings_are_kept BEFORE DELETE OR UPDATE ON ledger.postings FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON ledger.postings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_balanced();
CREATE TRIGGER postings_keep_balance AFTER INSERT ON ledger.postings FOR EACH ROW EXECUTE FUNCTION ledger.keep_balance();

create table ledger.producer_payouts (
  id uuid not null,
  page_id uuid not null,
  run_id uuid not null,
  amount_minor integer not null,
  currency text not null,
  name text not null,
  iban text not null,
  last_posting bigint not null,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  constraint producer_payouts_pkey PRIMARY KEY (id),
  constraint producer_payouts_once_a_run UNIQUE (run_id, page_id, currency),
  constraint producer_payouts_positive CHECK ((amount_minor > 0))
);
CREATE INDEX producer_payouts_by_page ON ledger.producer_payouts USING btree (page_id, id DESC);

create table market.accept_rules (
  id uuid not null,
  supplier_id uuid not null,
  field text not null,
  max_basis_points integer,
  active boolean default true not null,
  constraint accept_rules_pkey PRIMARY KEY (id),
  constraint accept_rules_field_once UNIQUE (supplier_id, field),
  constraint accept_rules_bound CHECK (((max_basis_points >= 0) AND (max_basis_points <= 10000))),
  constraint accept_rules_price_bounded CHECK (((field <> 'price'::text) OR (max_basis_points IS NOT NULL)))
);

create table market.categories (
  id uuid not null,
  market_id uuid not null,
  parent_id uuid,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  image text,
  "position" integer default 0 not null,
  constraint categories_pkey PRIMARY KEY (id),
  constraint categories_slug_once UNIQUE (market_id, slug),
  constraint categories_not_within_themselves CHECK ((parent_id <> id))
);
CREATE INDEX categories_by_parent ON market.categories USING btree (parent_id);
CREATE TRIGGER categories_are_a_tree BEFORE INSERT OR UPDATE OF parent_id, market_id ON market.categories FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION market.check_category_tree();

create table market.collection_products (
  collection_id uuid not null,
  product_id uuid not null,
  "position" integer not null,
  constraint collection_products_collection_id_product_id_pk PRIMARY KEY (collection_id, product_id)
);
CREATE INDEX collection_products_by_product ON market.collection_products USING btree (product_id);
CREATE TRIGGER collection_products_note_change AFTER INSERT OR DELETE OR UPDATE ON market.collection_products FOR EACH ROW EXECUTE FUNCTION market.note_product_of();

create table market.collections (
  id uuid not null,
  market_id uuid not null,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  image text,
  rule jsonb,
  "position" integer default 0 not null,
  constraint collections_pkey PRIMARY KEY (id),
  constraint collections_slug_once UNIQUE (market_id, slug)
);

create table market.markets (
  id uuid not null,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  image text,
  ordering text default 'always'::text not null,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  constraint markets_pkey PRIMARY KEY (id),
  constraint markets_slug_once UNIQUE (slug),
  constraint markets_ordering_known CHECK ((ordering = ANY (ARRAY['always'::text, 'windows'::text])))
);

create table market.observations (
  id bigint generated always as identity (start with 1 increment by 1) not null,
  item_id uuid not null,
  run_id uuid,
  source_url text not null,
  found jsonb not null,
  price_minor integer,
  at timestamp with time zone default now() not null,
  constraint observations_pkey PRIMARY KEY (id)
);
CREATE INDEX observations_by_item ON market.observations USING btree (item_id, id DESC);

create table market.order_windows (
  id uuid not null,
  market_id uuid not null,
  schedule_id uuid,
  title text default ''::text not null,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  week_of date,
  by_hand boolean default false not null,
  skipped_at timestamp with time zone,
  constraint order_windows_pkey PRIMARY KEY (id),
  constraint order_windows_once_a_week UNIQUE (schedule_id, week_of),
  constraint order_windows_close_after_they_open CHECK ((opens_at < closes_at)),
  constraint order_windows_one_at_a_time EXCLUDE USING gist (market_id WITH =, tstzrange(opens_at, closes_at) WITH &&)
);
CREATE INDEX order_windows_by_market ON market.order_windows USING btree (market_id, closes_at);

create table market.pickup_points (
  id uuid not null,
  market_id uuid not null,
  title text not null,
  address text default ''::text not null,
  notes text default ''::text not null,
  "position" integer default 0 not null,
  active boolean default true not null,
  constraint pickup_points_pkey PRIMARY KEY (id)
);

create table market.price_changes (
  id uuid not null,
  variant_id uuid not null,
  price_minor integer not null,
  member_price_minor integer,
  sale_price_minor integer,
  currency text not null,
  reason text default ''::text not null,
  person_id uuid,
  at timestamp with time zone default now() not null,
  constraint price_changes_pkey PRIMARY KEY (id)
);
CREATE INDEX price_changes_by_variant ON market.price_changes USING btree (variant_id, at);

create table market.pricing_rules (
  id uuid not null,
  supplier_id uuid not null,
  "position" integer not null,
  match text default ''::text not null,
  margin_basis_points integer not null,
  round_to_minor integer default 1 not null,
  ending_minor integer default 0 not null,
  tax_class text default 'standard'::text not null,
  prices_include_tax boolean default false not null,
  constraint pricing_rules_pkey PRIMARY KEY (id),
  constraint pricing_rules_place_once UNIQUE (supplier_id, "position"),
  constraint pricing_rules_margin_sane CHECK (((margin_basis_points >= 0) AND (margin_basis_points <= 100000))),
  constraint pricing_rules_rounding_sane CHECK (((round_to_minor >= 1) AND ((ending_minor >= 0) AND (ending_minor <= round_to_minor))))
);

create table market.product_categories (
  product_id uuid not null,
  category_id uuid not null,
  constraint product_categories_product_id_category_id_pk PRIMARY KEY (product_id, category_id)
);
CREATE INDEX product_categories_by_category ON market.product_categories USING btree (category_id);
CREATE TRIGGER product_categories_note_change AFTER INSERT OR DELETE ON market.product_categories FOR EACH ROW EXECUTE FUNCTION market.note_product_of();

create table market.product_changes (
  id bigint generated always as identity (start with 1 increment by 1) not null,
  market_id uuid not null,
  product_id uuid not null,
  transaction xid8 default pg_current_xact_id() not null,
  at timestamp with time zone default now() not null,
  constraint product_changes_pkey PRIMARY KEY (id)
);
CREATE INDEX product_changes_since ON market.product_changes USING btree (market_id, transaction);

create table market.product_images (
  id uuid not null,
  product_id uuid not null,
  image text not null,
  alt text default ''::text not null,
  "position" integer not null,
  constraint product_images_pkey PRIMARY KEY (id),
  constraint product_images_place_once UNIQUE (product_id, "position")
);

create table market.product_import_rows (
  import_id uuid not null,
  line integer not null,
  outcome text,
  "values" jsonb not null,
  changes jsonb default '[]'::jsonb not null,
  problem text,
  product_key text not null,
  product_id uuid,
  base_version integer,
  written_at timestamp with time zone,
  constraint product_import_rows_import_id_line_pk PRIMARY KEY (import_id, line),
  constraint product_import_rows_errors_are_told CHECK (((outcome = 'error'::text) = (problem IS NOT NULL))),
  constraint product_import_rows_outcome_known CHECK ((outcome = ANY (ARRAY['create'::text, 'update'::text, 'same'::text, 'error'::text])))
);
CREATE INDEX product_import_rows_by_outcome ON market.product_import_rows USING btree (import_id, outcome, line);
CREATE INDEX product_import_rows_of_product ON market.product_import_rows USING btree (import_id, product_key);

create table market.product_imports (
  id uuid not null,
  market_id uuid not null,
  file_name text not null,
  state text default 'checking'::text not null,
  encoding text not null,
  columns jsonb not null,
  problem text,
  started_by uuid not null,
  created_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  ignored text[] default '{}'::text[] not null,
  constraint product_imports_pkey PRIMARY KEY (id),
  constraint product_imports_state_known CHECK ((state = ANY (ARRAY['checking'::text, 'ready'::text, 'writing'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX product_imports_by_market ON market.product_imports USING btree (market_id, id DESC);

create table market.products (
  id uuid not null,
  market_id uuid not null,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  image text,
  image_alt text default ''::text not null,
  producer text,
  origin text,
  allergens text[] default '{}'::text[] not null,
  status text default 'draft'::text not null,
  "position" integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  labels text[] default '{}'::text[] not null,
  tax_class text default 'standard'::text not null,
  options jsonb default '[]'::jsonb not null,
  version integer default 1 not null,
  published_at timestamp with time zone,
  updated_at timestamp with time zone default now() not null,
  search tsvector generated always as (((setweight(to_tsvector('english'::regconfig, title), 'A'::"char") || setweight(to_tsvector('english'::regconfig, COALESCE(producer, ''::text)), 'B'::"char")) || setweight(to_tsvector('english'::regconfig, "left"(description, 100000)), 'C'::"char"))) stored,
  constraint products_pkey PRIMARY KEY (id),
  constraint products_slug_once UNIQUE (slug),
  constraint products_published_have_a_date CHECK (((status <> 'published'::text) OR (published_at IS NOT NULL))),
  constraint products_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'archived'::text])))
);
CREATE INDEX products_by_market ON market.products USING btree (market_id, updated_at DESC, id);
CREATE INDEX products_by_place ON market.products USING btree (market_id, "position");
CREATE INDEX products_newest ON market.products USING btree (published_at DESC, id DESC) WHERE (status = 'published'::text);
CREATE INDEX products_on_the_shelf ON market.products USING btree (market_id, "position", id) WHERE (status = 'published'::text);
CREATE INDEX products_search ON market.products USING gin (search);
CREATE INDEX products_title_trigrams ON market.products USING gin (lower(title) public.gin_trgm_ops);
CREATE TRIGGER products_note_change AFTER INSERT OR UPDATE ON market.products FOR EACH ROW EXECUTE FUNCTION market.note_product();

create table market.proposals (
  id uuid not null,
  item_id uuid not null,
  supplier_id uuid not null,
  observation_id bigint,
  kind text not null,
  changes jsonb default '[]'::jsonb not null,
  state text default 'open'::text not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  rule_id uuid,
  created_at timestamp with time zone default now() not null,
  run_id uuid,
  version integer default 1 not null,
  constraint proposals_pkey PRIMARY KEY (id),
  constraint proposals_decided_once CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint proposals_kind_known CHECK ((kind = ANY (ARRAY['new'::text, 'changed'::text, 'gone'::text])))
);
CREATE UNIQUE INDEX proposals_one_open ON market.proposals USING btree (item_id) WHERE (state = 'open'::text);
CREATE INDEX proposals_open ON market.proposals USING btree (supplier_id, kind, id) WHERE (state = 'open'::text);

create table market.purchase_lines (
  id uuid not null,
  purchase_id uuid not null,
  item_id uuid not null,
  title text not null,
  external_id text not null,
  ordered_units integer not null,
  loose_units integer not null,
  case_size integer not null,
  cases integer not null,
  case_price_minor integer not null,
  received_units integer,
  over_units integer generated always as ((((cases * case_size) + loose_units) - ordered_units)) stored,
  carried_units integer default 0 not null,
  short_units integer,
  short_as text,
  carried_into uuid,
  constraint purchase_lines_pkey PRIMARY KEY (id),
  constraint purchase_lines_item_once UNIQUE (purchase_id, item_id),
  constraint purchase_lines_carried_once CHECK (((carried_into IS NULL) OR (COALESCE(short_as, ''::text) = 'carried'::text))),
  constraint purchase_lines_carry_part_of_what_is_ordered CHECK (((carried_units >= 0) AND (carried_units <= ordered_units))),
  constraint purchase_lines_count_from_zero CHECK (((ordered_units >= 0) AND (loose_units >= 0) AND (cases >= 0) AND (case_size > 0) AND (case_price_minor >= 0) AND (received_units >= 0))),
  constraint purchase_lines_short_is_carried_or_written_off CHECK (((short_as IS NULL) OR ((short_as = ANY (ARRAY['carried'::text, 'written_off'::text])) AND (COALESCE(short_units, 0) > 0)))),
  constraint purchase_lines_short_once_received CHECK (((short_units IS NULL) OR ((short_units >= 0) AND (received_units IS NOT NULL))))
);
CREATE INDEX purchase_lines_carried_into ON market.purchase_lines USING btree (carried_into);

create table market.purchase_orders (
  id uuid not null,
  number bigint generated always as identity (start with 101 increment by 1) not null,
  supplier_id uuid not null,
  window_id uuid,
  until timestamp with time zone not null,
  state text default 'draft'::text not null,
  currency text not null,
  note text default ''::text not null,
  created_by uuid,
  created_at timestamp with time zone default now() not null,
  sent_at timestamp with time zone,
  received_at timestamp with time zone,
  constraint purchase_orders_pkey PRIMARY KEY (id),
  constraint purchase_orders_number_once UNIQUE (number),
  constraint purchase_orders_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'sent'::text, 'received'::text, 'cancelled'::text])))
);
CREATE INDEX purchase_orders_by_supplier ON market.purchase_orders USING btree (supplier_id, id DESC);

create table market.related_products (
  product_id uuid not null,
  related_id uuid not null,
  "position" integer not null,
  constraint related_products_product_id_related_id_pk PRIMARY KEY (product_id, related_id),
  constraint related_products_to_others CHECK ((product_id <> related_id))
);

create table market.restocks (
  id bigint generated always as identity (start with 1 increment by 1) not null,
  supply_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint restocks_pkey PRIMARY KEY (id),
  constraint restocks_supply_once UNIQUE (supply_id)
);

create table market.schedule_pickups (
  id uuid not null,
  schedule_id uuid not null,
  point_id uuid not null,
  days_after_closing integer not null,
  starts_at time without time zone not null,
  ends_at time without time zone not null,
  constraint schedule_pickups_pkey PRIMARY KEY (id),
  constraint schedule_pickups_once UNIQUE (schedule_id, point_id, days_after_closing, starts_at),
  constraint schedule_pickups_after_closing CHECK (((days_after_closing >= 0) AND (days_after_closing <= 30))),
  constraint schedule_pickups_end_after_start CHECK ((starts_at < ends_at))
);

create table market.scraped_hosts (
  origin text not null,
  robots jsonb,
  full_at timestamp with time zone default now() not null,
  robots_expires_at timestamp with time zone,
  constraint scraped_hosts_pkey PRIMARY KEY (origin)
);

create table market.supplier_file_rows (
  run_id uuid not null,
  line integer not null,
  cells text[] not null,
  outcome text,
  problem text,
  constraint supplier_file_rows_run_id_line_pk PRIMARY KEY (run_id, line)
);
CREATE INDEX supplier_file_rows_bad ON market.supplier_file_rows USING btree (run_id, line) WHERE (outcome = 'bad'::text);
CREATE INDEX supplier_file_rows_waiting ON market.supplier_file_rows USING btree (run_id, line) WHERE (outcome IS NULL);

create table market.supplier_items (
  id uuid not null,
  supplier_id uuid not null,
  external_id text not null,
  url text,
  title text not null,
  found jsonb not null,
  variant_id uuid,
  case_size integer default 1 not null,
  loose_units integer default 0 not null,
  misses integer default 0 not null,
  first_seen_at timestamp with time zone default now() not null,
  last_seen_at timestamp with time zone default now() not null,
  last_run_id uuid,
  accepted jsonb,
  rejected jsonb default '{}'::jsonb not null,
  constraint supplier_items_pkey PRIMARY KEY (id),
  constraint supplier_items_once UNIQUE (supplier_id, external_id),
  constraint supplier_items_case_holds_something CHECK ((case_size > 0)),
  constraint supplier_items_loose_units_within_a_case CHECK (((loose_units >= 0) AND (loose_units < case_size)))
);
CREATE INDEX supplier_items_by_gtin ON market.supplier_items USING btree (supplier_id, ((found ->> 'gtin'::text)));
CREATE INDEX supplier_items_by_run ON market.supplier_items USING btree (supplier_id, last_run_id);
CREATE INDEX supplier_items_by_url ON market.supplier_items USING btree (supplier_id, url);
CREATE INDEX supplier_items_by_variant ON market.supplier_items USING btree (variant_id);

create table market.supplier_pages (
  supplier_id uuid not null,
  url text not null,
  kind text not null,
  run_id uuid,
  depth integer default 0 not null,
  attempts integer default 0 not null,
  not_before timestamp with time zone,
  outcome text,
  status integer,
  problem text,
  etag text,
  last_modified text,
  content_hash text,
  bytes integer,
  fetched_at timestamp with time zone,
  links jsonb,
  item_ids uuid[] default '{}'::uuid[] not null,
  constraint supplier_pages_supplier_id_url_pk PRIMARY KEY (supplier_id, url)
);
CREATE INDEX supplier_pages_of_run ON market.supplier_pages USING btree (run_id, outcome);
CREATE INDEX supplier_pages_waiting ON market.supplier_pages USING btree (run_id, depth) WHERE (outcome IS NULL);

create table market.supplier_pictures (
  item_id uuid not null,
  supplier_id uuid not null,
  url text not null,
  outcome text,
  problem text,
  attempts integer default 0 not null,
  not_before timestamp with time zone,
  image text,
  constraint supplier_pictures_pkey PRIMARY KEY (item_id),
  constraint supplier_pictures_failures_are_told CHECK (((outcome IS DISTINCT FROM 'failed'::text) OR (problem IS NOT NULL))),
  constraint supplier_pictures_outcome_known CHECK ((outcome = ANY (ARRAY['taken'::text, 'ours'::text, 'failed'::text])))
);
CREATE INDEX supplier_pictures_failed ON market.supplier_pictures USING btree (supplier_id, item_id) WHERE (outcome = 'failed'::text);
CREATE INDEX supplier_pictures_waiting ON market.supplier_pictures USING btree (supplier_id, item_id) WHERE (outcome IS NULL);

create table market.supplier_runs (
  id uuid not null,
  supplier_id uuid not null,
  kind text not null,
  file_name text,
  state text default 'running'::text not null,
  problem text,
  started_by uuid,
  created_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  is_complete boolean default false not null,
  report jsonb,
  constraint supplier_runs_pkey PRIMARY KEY (id),
  constraint supplier_runs_kind_known CHECK ((kind = ANY (ARRAY['web'::text, 'file'::text]))),
  constraint supplier_runs_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'stopped'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX supplier_runs_by_supplier ON market.supplier_runs USING btree (supplier_id, id DESC);
CREATE UNIQUE INDEX supplier_runs_one_at_a_time ON market.supplier_runs USING btree (supplier_id) WHERE (state = 'running'::text);

create table market.suppliers (
  id uuid not null,
  market_id uuid not null,
  title text not null,
  email text,
  start_url text,
  recipe jsonb,
  currency text not null,
  locale text default 'en-GB'::text not null,
  rate_seconds double precision default 2 not null,
  every_hours integer,
  permission text,
  permission_by uuid,
  permission_at timestamp with time zone,
  next_run_at timestamp with time zone,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  file_columns jsonb default '{}'::jsonb not null,
  constraint suppliers_pkey PRIMARY KEY (id),
  constraint suppliers_permission_recorded CHECK (((permission IS NULL) = (permission_at IS NULL))),
  constraint suppliers_rate_polite CHECK ((rate_seconds >= (0)::double precision)),
  constraint suppliers_url_of_the_web CHECK ((start_url ~ '^https?://'::text))
);
CREATE INDEX suppliers_by_market ON market.suppliers USING btree (market_id);
CREATE INDEX suppliers_due ON market.suppliers USING btree (next_run_at) WHERE (next_run_at IS NOT NULL);

create table market.tax_classes (
  code text not null,
  title text not null,
  rate_basis_points integer not null,
  constraint tax_classes_pkey PRIMARY KEY (code),
  constraint tax_classes_rate_sane CHECK (((rate_basis_points >= 0) AND (rate_basis_points <= 10000)))
);

create table market.variants (
  id uuid not null,
  product_id uuid not null,
  supply_id uuid not null,
  title text not null,
  price_minor integer not null,
  currency text not null,
  measure_amount integer,
  measure_unit text,
  "position" integer default 0 not null,
  option_values text[] default '{}'::text[] not null,
  sku text,
  gtin text,
  member_price_minor integer,
  sale_price_minor integer,
  sale_from timestamp with time zone,
  sale_until timestamp with time zone,
  weighed boolean default false not null,
  min_per_order integer default 1 not null,
  max_per_order integer,
  low_stock_at integer,
  active boolean default true not null,
  low_stock_told_at timestamp with time zone,
  floor_minor integer,
  constraint variants_pkey PRIMARY KEY (id),
  constraint variants_place_once UNIQUE (product_id, "position"),
  constraint variants_supply_once UNIQUE (supply_id),
  constraint variants_chosen_price_alone CHECK (((floor_minor IS NULL) OR (num_nonnulls(member_price_minor, sale_price_minor) = 0))),
  constraint variants_currency_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint variants_floor_lower CHECK (((floor_minor >= 0) AND (floor_minor <= price_minor))),
  constraint variants_low_stock_from_zero CHECK ((low_stock_at >= 0)),
  constraint variants_measure_positive CHECK ((measure_amount > 0)),
  constraint variants_measure_whole CHECK (((measure_amount IS NULL) = (measure_unit IS NULL))),
  constraint variants_member_price_lower CHECK (((member_price_minor >= 0) AND (member_price_minor <= price_minor))),
  constraint variants_order_bounds CHECK (((1 <= min_per_order) AND (min_per_order <= max_per_order))),
  constraint variants_price_not_negative CHECK ((price_minor >= 0)),
  constraint variants_sale_ends_after_it_begins CHECK ((sale_from < sale_until)),
  constraint variants_sale_price_lower CHECK (((sale_price_minor >= 0) AND (sale_price_minor <= price_minor)))
);
CREATE INDEX variants_by_sku ON market.variants USING btree (sku);
CREATE INDEX variants_sale_from ON market.variants USING btree (sale_from) WHERE (sale_price_minor IS NOT NULL);
CREATE INDEX variants_sale_until ON market.variants USING btree (sale_until) WHERE (sale_price_minor IS NOT NULL);
CREATE TRIGGER variants_note_change AFTER INSERT OR DELETE OR UPDATE ON market.variants FOR EACH ROW EXECUTE FUNCTION market.note_product_of();
CREATE TRIGGER variants_note_first_price AFTER INSERT ON market.variants FOR EACH ROW EXECUTE FUNCTION market.note_price();
CREATE TRIGGER variants_note_price AFTER UPDATE ON market.variants FOR EACH ROW WHEN (((old.price_minor IS DISTINCT FROM new.price_minor) OR (old.member_price_minor IS DISTINCT FROM new.member_price_minor) OR (old.sale_price_minor IS DISTINCT FROM new.sale_price_minor) OR (old.currency IS DISTINCT FROM new.currency))) EXECUTE FUNCTION market.note_price();

create table market.window_pickups (
  window_id uuid not null,
  point_id uuid not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint window_pickups_window_id_point_id_starts_at_pk PRIMARY KEY (window_id, point_id, starts_at),
  constraint window_pickups_end_after_start CHECK ((starts_at < ends_at))
);

create table market.window_schedules (
  id uuid not null,
  market_id uuid not null,
  time_zone text not null,
  opens_on integer not null,
  opens_at time without time zone not null,
  closes_on integer not null,
  closes_at time without time zone not null,
  every_weeks integer default 1 not null,
  starts_on date not null,
  active boolean default true not null,
  constraint window_schedules_pkey PRIMARY KEY (id),
  constraint window_schedules_one_per_market UNIQUE (market_id),
  constraint window_schedules_closes_on_a_day CHECK (((closes_on >= 1) AND (closes_on <= 7))),
  constraint window_schedules_opens_on_a_day CHECK (((opens_on >= 1) AND (opens_on <= 7))),
  constraint window_schedules_weeks CHECK (((every_weeks >= 1) AND (every_weeks <= 8)))
);

alter table account.roles add constraint roles_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table blog.authors add constraint authors_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table blog.co_authors add constraint co_authors_author_id_authors_id_fk FOREIGN KEY (author_id) REFERENCES blog.authors(id);
alter table blog.co_authors add constraint co_authors_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.container_relations add constraint container_relations_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.editing_sessions add constraint editing_sessions_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table blog.editing_sessions add constraint editing_sessions_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.ghost_additions add constraint ghost_additions_site_id_ghost_sites_id_fk FOREIGN KEY (site_id) REFERENCES blog.ghost_sites(id) ON DELETE CASCADE;
alter table blog.ghost_export_rows add constraint ghost_export_rows_site_id_ghost_sites_id_fk FOREIGN KEY (site_id) REFERENCES blog.ghost_sites(id) ON DELETE CASCADE;
alter table blog.ghost_imports add constraint ghost_imports_site_id_ghost_sites_id_fk FOREIGN KEY (site_id) REFERENCES blog.ghost_sites(id) ON DELETE CASCADE;
alter table blog.ghost_links add constraint ghost_links_site_id_ghost_sites_id_fk FOREIGN KEY (site_id) REFERENCES blog.ghost_sites(id) ON DELETE CASCADE;
alter table blog.ghost_media add constraint ghost_media_media_id_media_files_id_fk FOREIGN KEY (media_id) REFERENCES blog.media_files(id) ON DELETE CASCADE;
alter table blog.ghost_tasks add constraint ghost_tasks_site_id_ghost_sites_id_fk FOREIGN KEY (site_id) REFERENCES blog.ghost_sites(id) ON DELETE CASCADE;
alter table blog.mailings add constraint mailings_newsletter_id_newsletters_id_fk FOREIGN KEY (newsletter_id) REFERENCES blog.newsletters(id) ON DELETE CASCADE;
alter table blog.mailings add constraint mailings_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table blog.mailings add constraint mailings_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.media_files add constraint media_files_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table blog.nav_items add constraint nav_items_parent FOREIGN KEY (parent_id) REFERENCES blog.nav_items(id) ON DELETE CASCADE;
alter table blog.page_managers add constraint page_managers_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.page_managers add constraint page_managers_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table blog.page_profiles add constraint page_profiles_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.post_tags add constraint post_tags_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.post_tags add constraint post_tags_tag_id_tags_id_fk FOREIGN KEY (tag_id) REFERENCES blog.tags(id) ON DELETE CASCADE;
alter table blog.posts add constraint posts_author_id_authors_id_fk FOREIGN KEY (author_id) REFERENCES blog.authors(id);
alter table blog.revisions add constraint revisions_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table blog.revisions add constraint revisions_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.slug_history add constraint slug_history_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table blog.snippets add constraint snippets_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table blog.subscriptions add constraint subscriptions_newsletter_id_newsletters_id_fk FOREIGN KEY (newsletter_id) REFERENCES blog.newsletters(id) ON DELETE CASCADE;
alter table blog.subscriptions add constraint subscriptions_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table blog.tag_slug_history add constraint tag_slug_history_tag_id_tags_id_fk FOREIGN KEY (tag_id) REFERENCES blog.tags(id) ON DELETE SET NULL;
alter table blog.tags add constraint tags_group_id_tag_groups_id_fk FOREIGN KEY (group_id) REFERENCES blog.tag_groups(id) ON DELETE SET NULL;
alter table blog.working_copies add constraint working_copies_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table blog.working_copies add constraint working_copies_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table cart.basket_lines add constraint basket_lines_basket_id_baskets_id_fk FOREIGN KEY (basket_id) REFERENCES cart.baskets(id) ON DELETE CASCADE;
alter table cart.baskets add constraint baskets_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table cart.handover_options add constraint handover_options_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table cart.handovers add constraint handovers_done_by_people_id_fk FOREIGN KEY (done_by) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.handovers add constraint handovers_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.handovers add constraint handovers_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table cart.invoice_counters add constraint invoice_counters_merchant_id_merchants_id_fk FOREIGN KEY (merchant_id) REFERENCES cart.merchants(id);
alter table cart.invoices add constraint invoices_merchant_id_merchants_id_fk FOREIGN KEY (merchant_id) REFERENCES cart.merchants(id);
alter table cart.invoices add constraint invoices_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.invoices add constraint invoices_refund_id_refunds_id_fk FOREIGN KEY (refund_id) REFERENCES cart.refunds(id);
alter table cart.merchants add constraint merchants_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table cart.order_lines add constraint order_lines_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.order_lines add constraint order_lines_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table cart.order_lines add constraint order_lines_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table cart.order_notes add constraint order_notes_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.order_notes add constraint order_notes_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.order_transitions add constraint order_transitions_move_known FOREIGN KEY (from_state, to_state) REFERENCES cart.order_moves(from_state, to_state);
alter table cart.order_transitions add constraint order_transitions_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.order_transitions add constraint order_transitions_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.orders add constraint orders_merchant_id_merchants_id_fk FOREIGN KEY (merchant_id) REFERENCES cart.merchants(id);
alter table cart.orders add constraint orders_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.packings add constraint packings_line_id_order_lines_id_fk FOREIGN KEY (line_id) REFERENCES cart.order_lines(id);
alter table cart.packings add constraint packings_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.payments add constraint payments_merchant_id_merchants_id_fk FOREIGN KEY (merchant_id) REFERENCES cart.merchants(id);
alter table cart.payments add constraint payments_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.payouts add constraint payouts_merchant_id_merchants_id_fk FOREIGN KEY (merchant_id) REFERENCES cart.merchants(id);
alter table cart.refund_lines add constraint refund_lines_line_id_order_lines_id_fk FOREIGN KEY (line_id) REFERENCES cart.order_lines(id);
alter table cart.refund_lines add constraint refund_lines_refund_id_refunds_id_fk FOREIGN KEY (refund_id) REFERENCES cart.refunds(id);
alter table cart.refunds add constraint refunds_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.refunds add constraint refunds_payment_id_payments_id_fk FOREIGN KEY (payment_id) REFERENCES cart.payments(id);
alter table cart.refunds add constraint refunds_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.sellers add constraint sellers_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table cart.voucher_uses add constraint voucher_uses_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.voucher_uses add constraint voucher_uses_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.voucher_uses add constraint voucher_uses_voucher_id_vouchers_id_fk FOREIGN KEY (voucher_id) REFERENCES cart.vouchers(id);
alter table cart.vouchers add constraint vouchers_created_by_people_id_fk FOREIGN KEY (created_by) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.vouchers add constraint vouchers_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table events.bookings add constraint bookings_holder_id_people_id_fk FOREIGN KEY (holder_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table events.bookings add constraint bookings_order_line_id_order_lines_id_fk FOREIGN KEY (order_line_id) REFERENCES cart.order_lines(id);
alter table events.bookings add constraint bookings_slot_id_slots_id_fk FOREIGN KEY (slot_id) REFERENCES events.slots(id);
alter table events.entries add constraint entries_calendar_id_calendars_id_fk FOREIGN KEY (calendar_id) REFERENCES events.calendars(id);
alter table events.resources add constraint resources_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table events.slots add constraint slots_resource_id_resources_id_fk FOREIGN KEY (resource_id) REFERENCES events.resources(id);
alter table events.slots add constraint slots_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table events.ticket_types add constraint ticket_types_entry_id_entries_id_fk FOREIGN KEY (entry_id) REFERENCES events.entries(id);
alter table events.ticket_types add constraint ticket_types_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table events.tickets add constraint tickets_holder_id_people_id_fk FOREIGN KEY (holder_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table events.tickets add constraint tickets_order_line_id_order_lines_id_fk FOREIGN KEY (order_line_id) REFERENCES cart.order_lines(id);
alter table events.tickets add constraint tickets_ticket_type_id_ticket_types_id_fk FOREIGN KEY (ticket_type_id) REFERENCES events.ticket_types(id);
alter table federation.ap_handlings add constraint ap_handlings_activity_id_ap_activities_id_fk FOREIGN KEY (activity_id) REFERENCES federation.ap_activities(id);
alter table federation.comments add constraint comments_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table federation.comments add constraint comments_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table federation.comments add constraint comments_reply_to_a_comment_of_their_post FOREIGN KEY (in_reply_to, post_id, parent_depth) REFERENCES federation.comments(id, post_id, depth) ON DELETE CASCADE;
alter table federation.sign_in_tickets add constraint sign_in_tickets_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table holds.holds add constraint holds_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table holds.movements add constraint movements_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table holds.movements add constraint movements_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table ledger.entries add constraint entries_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table ledger.payout_runs add constraint payout_runs_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table ledger.postings add constraint postings_account_id_accounts_id_fk FOREIGN KEY (account_id) REFERENCES ledger.accounts(id);
alter table ledger.postings add constraint postings_entry_id_entries_id_fk FOREIGN KEY (entry_id) REFERENCES ledger.entries(id);
alter table ledger.producer_payouts add constraint producer_payouts_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table ledger.producer_payouts add constraint producer_payouts_run_id_payout_runs_id_fk FOREIGN KEY (run_id) REFERENCES ledger.payout_runs(id);
alter table market.accept_rules add constraint accept_rules_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id) ON DELETE CASCADE;
alter table market.categories add constraint categories_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.categories add constraint categories_parent_id_categories_id_fk FOREIGN KEY (parent_id) REFERENCES market.categories(id);
alter table market.collection_products add constraint collection_products_collection_id_collections_id_fk FOREIGN KEY (collection_id) REFERENCES market.collections(id) ON DELETE CASCADE;
alter table market.collection_products add constraint collection_products_product_id_products_id_fk FOREIGN KEY (product_id) REFERENCES market.products(id) ON DELETE CASCADE;
alter table market.collections add constraint collections_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.observations add constraint observations_item_id_supplier_items_id_fk FOREIGN KEY (item_id) REFERENCES market.supplier_items(id) ON DELETE CASCADE;
alter table market.observations add constraint observations_run_id_supplier_runs_id_fk FOREIGN KEY (run_id) REFERENCES market.supplier_runs(id) ON DELETE SET NULL;
alter table market.order_windows add constraint order_windows_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.order_windows add constraint order_windows_schedule_id_window_schedules_id_fk FOREIGN KEY (schedule_id) REFERENCES market.window_schedules(id) ON DELETE SET NULL;
alter table market.pickup_points add constraint pickup_points_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.price_changes add constraint price_changes_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table market.price_changes add constraint price_changes_variant_id_variants_id_fk FOREIGN KEY (variant_id) REFERENCES market.variants(id);
alter table market.pricing_rules add constraint pricing_rules_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id) ON DELETE CASCADE;
alter table market.pricing_rules add constraint pricing_rules_tax_class_tax_classes_code_fk FOREIGN KEY (tax_class) REFERENCES market.tax_classes(code);
alter table market.product_categories add constraint product_categories_category_id_categories_id_fk FOREIGN KEY (category_id) REFERENCES market.categories(id) ON DELETE CASCADE;
alter table market.product_categories add constraint product_categories_product_id_products_id_fk FOREIGN KEY (product_id) REFERENCES market.products(id) ON DELETE CASCADE;
alter table market.product_images add constraint product_images_product_id_products_id_fk FOREIGN KEY (product_id) REFERENCES market.products(id) ON DELETE CASCADE;
alter table market.product_import_rows add constraint product_import_rows_import_id_product_imports_id_fk FOREIGN KEY (import_id) REFERENCES market.product_imports(id) ON DELETE CASCADE;
alter table market.product_imports add constraint product_imports_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.product_imports add constraint product_imports_started_by_people_id_fk FOREIGN KEY (started_by) REFERENCES account.people(id);
alter table market.products add constraint products_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.products add constraint products_tax_class_tax_classes_code_fk FOREIGN KEY (tax_class) REFERENCES market.tax_classes(code);
alter table market.proposals add constraint proposals_decided_by_people_id_fk FOREIGN KEY (decided_by) REFERENCES account.people(id) ON DELETE SET NULL;
alter table market.proposals add constraint proposals_item_id_supplier_items_id_fk FOREIGN KEY (item_id) REFERENCES market.supplier_items(id) ON DELETE CASCADE;
alter table market.proposals add constraint proposals_observation_id_observations_id_fk FOREIGN KEY (observation_id) REFERENCES market.observations(id);
alter table market.proposals add constraint proposals_rule_id_accept_rules_id_fk FOREIGN KEY (rule_id) REFERENCES market.accept_rules(id) ON DELETE SET NULL;
alter table market.proposals add constraint proposals_run_id_supplier_runs_id_fk FOREIGN KEY (run_id) REFERENCES market.supplier_runs(id) ON DELETE SET NULL;
alter table market.proposals add constraint proposals_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id) ON DELETE CASCADE;
alter table market.purchase_lines add constraint purchase_lines_carried_into_purchase_orders_id_fk FOREIGN KEY (carried_into) REFERENCES market.purchase_orders(id);
alter table market.purchase_lines add constraint purchase_lines_item_id_supplier_items_id_fk FOREIGN KEY (item_id) REFERENCES market.supplier_items(id);
alter table market.purchase_lines add constraint purchase_lines_purchase_id_purchase_orders_id_fk FOREIGN KEY (purchase_id) REFERENCES market.purchase_orders(id) ON DELETE CASCADE;
alter table market.purchase_orders add constraint purchase_orders_created_by_people_id_fk FOREIGN KEY (created_by) REFERENCES account.people(id) ON DELETE SET NULL;
alter table market.purchase_orders add constraint purchase_orders_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id);
alter table market.purchase_orders add constraint purchase_orders_window_id_order_windows_id_fk FOREIGN KEY (window_id) REFERENCES market.order_windows(id);
alter table market.related_products add constraint related_products_product_id_products_id_fk FOREIGN KEY (product_id) REFERENCES market.products(id) ON DELETE CASCADE;
alter table market.related_products add constraint related_products_related_id_products_id_fk FOREIGN KEY (related_id) REFERENCES market.products(id) ON DELETE CASCADE;
alter table market.restocks add constraint restocks_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id) ON DELETE CASCADE;
alter table market.schedule_pickups add constraint schedule_pickups_point_id_pickup_points_id_fk FOREIGN KEY (point_id) REFERENCES market.pickup_points(id);
alter table market.schedule_pickups add constraint schedule_pickups_schedule_id_window_schedules_id_fk FOREIGN KEY (schedule_id) REFERENCES market.window_schedules(id) ON DELETE CASCADE;
alter table market.supplier_file_rows add constraint supplier_file_rows_run_id_supplier_runs_id_fk FOREIGN KEY (run_id) REFERENCES market.supplier_runs(id) ON DELETE CASCADE;
alter table market.supplier_items add constraint supplier_items_last_run_id_supplier_runs_id_fk FOREIGN KEY (last_run_id) REFERENCES market.supplier_runs(id) ON DELETE SET NULL;
alter table market.supplier_items add constraint supplier_items_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id) ON DELETE CASCADE;
alter table market.supplier_items add constraint supplier_items_variant_id_variants_id_fk FOREIGN KEY (variant_id) REFERENCES market.variants(id) ON DELETE SET NULL;
alter table market.supplier_pages add constraint supplier_pages_run_id_supplier_runs_id_fk FOREIGN KEY (run_id) REFERENCES market.supplier_runs(id) ON DELETE SET NULL;
alter table market.supplier_pages add constraint supplier_pages_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id) ON DELETE CASCADE;
alter table market.supplier_pictures add constraint supplier_pictures_item_id_supplier_items_id_fk FOREIGN KEY (item_id) REFERENCES market.supplier_items(id) ON DELETE CASCADE;
alter table market.supplier_pictures add constraint supplier_pictures_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id) ON DELETE CASCADE;
alter table market.supplier_runs add constraint supplier_runs_started_by_people_id_fk FOREIGN KEY (started_by) REFERENCES account.people(id) ON DELETE SET NULL;
alter table market.supplier_runs add constraint supplier_runs_supplier_id_suppliers_id_fk FOREIGN KEY (supplier_id) REFERENCES market.suppliers(id);
alter table market.suppliers add constraint suppliers_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.suppliers add constraint suppliers_permission_by_people_id_fk FOREIGN KEY (permission_by) REFERENCES account.people(id) ON DELETE SET NULL;
alter table market.variants add constraint variants_product_id_products_id_fk FOREIGN KEY (product_id) REFERENCES market.products(id);
alter table market.variants add constraint variants_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table market.window_pickups add constraint window_pickups_point_id_pickup_points_id_fk FOREIGN KEY (point_id) REFERENCES market.pickup_points(id);
alter table market.window_pickups add constraint window_pickups_window_id_order_windows_id_fk FOREIGN KEY (window_id) REFERENCES market.order_windows(id) ON DELETE CASCADE;
alter table market.window_schedules add constraint window_schedules_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);

create materialized view blog.search_words as
 SELECT word,
    ndoc AS posts
   FROM ts_stat('
    select case visibility when ''public'' then search else ts_filter(search, ''{a,b}'') end
    from blog.posts where status = ''published'''::text) ts_stat(word, ndoc, nentry)
  WHERE (length(word) > 2);
CREATE UNIQUE INDEX search_words_once ON blog.search_words USING btree (word);
CREATE INDEX search_words_trigrams ON blog.search_words USING gin (word public.gin_trgm_ops);
create materialized view market.search_words as
 SELECT word,
    ndoc AS products
   FROM ts_stat('
    select to_tsvector(''simple'', title || '' '' || coalesce(producer, '''')) from market.products
    where status = ''published'''::text) ts_stat(word, ndoc, nentry)
  WHERE (length(word) > 2);
CREATE UNIQUE INDEX product_words_once ON market.search_words USING btree (word);
CREATE INDEX product_words_trigrams ON market.search_words USING gin (word public.gin_trgm_ops);
