-- The database after every migration. Made by `pnpm db:generate`; never edited.

create extension citext with schema public;
create extension pg_trgm with schema public;

create schema account;
create schema blog;
create schema cart;
create schema events;
create schema federation;
create schema holds;
create schema market;

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
  constraint posts_pkey PRIMARY KEY (id),
  constraint posts_slug_once UNIQUE (slug),
  constraint posts_published_have_a_date CHECK (((status <> ALL (ARRAY['published'::text, 'scheduled'::text])) OR (published_at IS NOT NULL))),
  constraint posts_slug_fits_a_path CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint posts_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'scheduled'::text, 'published'::text, 'unpublished'::text]))),
  constraint posts_type_known CHECK ((type = ANY (ARRAY['post'::text, 'page'::text]))),
  constraint posts_visibility_known CHECK ((visibility = ANY (ARRAY['public'::text, 'members'::text, 'newsletter'::text])))
);
CREATE INDEX posts_featured_newest ON blog.posts USING btree (published_at DESC, id DESC) WHERE (featured AND (type = 'post'::text) AND (status = 'published'::text));
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
  constraint basket_lines_pkey PRIMARY KEY (id),
  constraint basket_lines_item_once UNIQUE (basket_id, kind, item_id),
  constraint basket_lines_kind_known CHECK ((kind = ANY (ARRAY['product'::text, 'ticket'::text]))),
  constraint basket_lines_quantity_sane CHECK (((quantity >= 1) AND (quantity <= 99)))
);

create table cart.baskets (
  id uuid not null,
  visitor_id uuid,
  person_id uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint baskets_pkey PRIMARY KEY (id),
  constraint baskets_one_per_person UNIQUE (person_id),
  constraint baskets_one_per_visitor UNIQUE (visitor_id),
  constraint baskets_one_owner CHECK ((num_nonnulls(visitor_id, person_id) = 1))
);

create table cart.order_lines (
  id uuid not null,
  order_id uuid not null,
  kind text not null,
  item_id uuid not null,
  supply_id uuid not null,
  page_id uuid not null,
  title text not null,
  detail text default ''::text not null,
  unit_minor integer not null,
  quantity integer not null,
  constraint order_lines_pkey PRIMARY KEY (id),
  constraint order_lines_item_once UNIQUE (order_id, kind, item_id),
  constraint order_lines_kind_known CHECK ((kind = ANY (ARRAY['product'::text, 'ticket'::text]))),
  constraint order_lines_price_not_negative CHECK ((unit_minor >= 0)),
  constraint order_lines_quantity_positive CHECK ((quantity > 0))
);

create table cart.order_transitions (
  id uuid not null,
  order_id uuid not null,
  from_state text,
  to_state text not null,
  reason text not null,
  at timestamp with time zone default now() not null,
  constraint order_transitions_pkey PRIMARY KEY (id)
);
CREATE INDEX order_transitions_by_order ON cart.order_transitions USING btree (order_id, id);

create table cart.orders (
  id uuid not null,
  number bigint generated always as identity (start with 1001 increment by 1) not null,
  request_key uuid not null,
  access_key text not null,
  person_id uuid,
  visitor_id uuid,
  email public.citext not null,
  name text not null,
  state text default 'awaiting_payment'::text not null,
  currency text not null,
  total_minor integer not null,
  held_until timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  paid_at timestamp with time zone,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_number_once UNIQUE (number),
  constraint orders_request_once UNIQUE (request_key),
  constraint orders_paid_have_a_date CHECK (((state <> 'paid'::text) OR (paid_at IS NOT NULL))),
  constraint orders_state_known CHECK ((state = ANY (ARRAY['awaiting_payment'::text, 'paid'::text, 'paid_late'::text, 'cancelled'::text, 'expired'::text, 'refunded'::text]))),
  constraint orders_total_not_negative CHECK ((total_minor >= 0))
);
CREATE INDEX orders_awaiting_payment ON cart.orders USING btree (held_until) WHERE (state = 'awaiting_payment'::text);
CREATE INDEX orders_by_person ON cart.orders USING btree (person_id, id DESC);

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
  constraint payments_pkey PRIMARY KEY (id),
  constraint payments_attempt_once UNIQUE (order_id, attempt),
  constraint payments_checkout_once UNIQUE (checkout_id),
  constraint payments_reference_once UNIQUE (reference),
  constraint payments_webhook_once UNIQUE (webhook_key),
  constraint payments_amount_positive CHECK ((amount_minor > 0)),
  constraint payments_reference_short CHECK ((length(reference) <= 64)),
  constraint payments_state_known CHECK ((state = ANY (ARRAY['creating'::text, 'pending'::text, 'paid'::text, 'expired'::text, 'refunding'::text, 'refunded'::text])))
);
CREATE INDEX payments_to_check ON cart.payments USING btree (check_at) WHERE (check_at IS NOT NULL);

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

create table events.ticket_types (
  id uuid not null,
  entry_id uuid not null,
  supply_id uuid not null,
  title text not null,
  price_minor integer not null,
  currency text not null,
  "position" integer default 0 not null,
  constraint ticket_types_pkey PRIMARY KEY (id),
  constraint ticket_types_currency_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint ticket_types_price_not_negative CHECK ((price_minor >= 0))
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

create table holds.supplies (
  id uuid not null,
  capacity integer,
  held integer default 0 not null,
  taken integer default 0 not null,
  constraint supplies_pkey PRIMARY KEY (id),
  constraint supplies_count_from_zero CHECK (((held >= 0) AND (taken >= 0))),
  constraint supplies_not_oversold CHECK (((held + taken) <= capacity))
);

create table market.markets (
  id uuid not null,
  slug text not null,
  title text not null,
  description text default ''::text not null,
  image text,
  constraint markets_pkey PRIMARY KEY (id),
  constraint markets_slug_once UNIQUE (slug)
);

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
  constraint products_pkey PRIMARY KEY (id),
  constraint products_slug_once UNIQUE (slug),
  constraint products_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text])))
);
CREATE INDEX products_on_the_shelf ON market.products USING btree (market_id, "position", id) WHERE (status = 'published'::text);

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
  constraint variants_pkey PRIMARY KEY (id),
  constraint variants_place_once UNIQUE (product_id, "position"),
  constraint variants_supply_once UNIQUE (supply_id),
  constraint variants_currency_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint variants_measure_positive CHECK ((measure_amount > 0)),
  constraint variants_measure_whole CHECK (((measure_amount IS NULL) = (measure_unit IS NULL))),
  constraint variants_price_not_negative CHECK ((price_minor >= 0))
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
alter table blog.tags add constraint tags_group_id_tag_groups_id_fk FOREIGN KEY (group_id) REFERENCES blog.tag_groups(id) ON DELETE SET NULL;
alter table blog.working_copies add constraint working_copies_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table blog.working_copies add constraint working_copies_post_id_posts_id_fk FOREIGN KEY (post_id) REFERENCES blog.posts(id) ON DELETE CASCADE;
alter table cart.basket_lines add constraint basket_lines_basket_id_baskets_id_fk FOREIGN KEY (basket_id) REFERENCES cart.baskets(id) ON DELETE CASCADE;
alter table cart.baskets add constraint baskets_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table cart.order_lines add constraint order_lines_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.order_lines add constraint order_lines_page_id_posts_id_fk FOREIGN KEY (page_id) REFERENCES blog.posts(id);
alter table cart.order_lines add constraint order_lines_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table cart.order_transitions add constraint order_transitions_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table cart.orders add constraint orders_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table cart.payments add constraint payments_order_id_orders_id_fk FOREIGN KEY (order_id) REFERENCES cart.orders(id);
alter table events.entries add constraint entries_calendar_id_calendars_id_fk FOREIGN KEY (calendar_id) REFERENCES events.calendars(id);
alter table events.ticket_types add constraint ticket_types_entry_id_entries_id_fk FOREIGN KEY (entry_id) REFERENCES events.entries(id);
alter table events.ticket_types add constraint ticket_types_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table events.tickets add constraint tickets_holder_id_people_id_fk FOREIGN KEY (holder_id) REFERENCES account.people(id) ON DELETE SET NULL;
alter table events.tickets add constraint tickets_order_line_id_order_lines_id_fk FOREIGN KEY (order_line_id) REFERENCES cart.order_lines(id);
alter table events.tickets add constraint tickets_ticket_type_id_ticket_types_id_fk FOREIGN KEY (ticket_type_id) REFERENCES events.ticket_types(id);
alter table federation.ap_handlings add constraint ap_handlings_activity_id_ap_activities_id_fk FOREIGN KEY (activity_id) REFERENCES federation.ap_activities(id);
alter table federation.sign_in_tickets add constraint sign_in_tickets_person_id_people_id_fk FOREIGN KEY (person_id) REFERENCES account.people(id) ON DELETE CASCADE;
alter table holds.holds add constraint holds_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);
alter table market.products add constraint products_market_id_markets_id_fk FOREIGN KEY (market_id) REFERENCES market.markets(id);
alter table market.variants add constraint variants_product_id_products_id_fk FOREIGN KEY (product_id) REFERENCES market.products(id);
alter table market.variants add constraint variants_supply_id_supplies_id_fk FOREIGN KEY (supply_id) REFERENCES holds.supplies(id);

create materialized view blog.search_words as
 SELECT word,
    ndoc AS posts
   FROM ts_stat('select search from blog.posts
    where status = ''published'' and visibility = ''public'''::text) ts_stat(word, ndoc, nentry)
  WHERE (length(word) > 3);
CREATE UNIQUE INDEX search_words_once ON blog.search_words USING btree (word);
CREATE INDEX search_words_trigrams ON blog.search_words USING gin (word public.gin_trgm_ops);
