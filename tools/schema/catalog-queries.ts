/** Schemas that are not ours: PostgreSQL's own, drizzle's record of migrations, the job queue's. */
const ours = `n.nspname !~ '^(pg_|information_schema$|drizzle$|graphile_worker$)'`

/** Whether the row `oid` of a catalogue came with an extension. */
const extended = (catalogue: string, oid: string) => `exists (
  select from pg_depend d
  where d.classid = '${catalogue}'::regclass
    and d.objid = ${oid} and d.deptype = 'e')`

const extensions = `
  select format('create extension %I with schema %I;', e.extname, n.nspname)
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  where e.extname <> 'plpgsql' order by e.extname`

const schemas = `
  select format('create schema %I;', n.nspname) from pg_namespace n
  where ${ours} and n.nspname <> 'public' order by n.nspname`

const functions = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';'
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${ours} and p.prokind in ('f', 'p') and not ${extended('pg_proc', 'p.oid')}
  order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`

const columnOf = `concat_ws(' ',
  quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
  case when a.attcollation <> t.typcollation then 'collate ' || a.attcollation::regcollation end,
  case when a.attidentity <> '' then format(
    'generated %s as identity (start with %s increment by %s)',
    case a.attidentity when 'a' then 'always' else 'by default' end, s.seqstart, s.seqincrement)
  end,
  case when a.attgenerated = 's'
    then format('generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
    else 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
  case when a.attnotnull then 'not null' end)`

/** In the order in which the columns were made, which a select star shows. */
const columnsOf = `
  select string_agg('  ' || ${columnOf}, E',\\n' order by a.attnum)
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_depend p on p.refobjid = a.attrelid and p.refobjsubid = a.attnum
    and p.classid = 'pg_class'::regclass and p.deptype = 'i'
  left join pg_sequence s on s.seqrelid = p.objid
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`

const constraintsOf = `
  select string_agg(
    format(E',\\n  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), ''
    order by array_position('{p,u,c,x}', k.contype::text), k.conname)
  from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'x')`

const indexesOf = `
  select string_agg(E'\\n' || pg_get_indexdef(i.indexrelid) || ';', ''
    order by i.indexrelid::regclass::text)
  from pg_index i
  where i.indrelid = c.oid and not exists (
    select from pg_constraint k where k.conindid = i.indexrelid and k.contype <> 'f')`

const triggersOf = `
  select string_agg(E'\\n' || pg_get_triggerdef(g.oid) || ';', '' order by g.tgname)
  from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal`

const tables = `
  select format(E'%screate table %I.%I (\\n%s%s\\n);%s%s',
    case when row_number() over (order by n.nspname, c.relname) > 1 then E'\\n' else '' end,
    n.nspname, c.relname, (${columnsOf}), (${constraintsOf}), (${indexesOf}), (${triggersOf}))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${ours} and c.relkind = 'r' and not ${extended('pg_class', 'c.oid')}
  order by n.nspname, c.relname`

const materializedViews = `
  select format(E'create materialized view %I.%I as\n%s%s',
    n.nspname, c.relname, pg_get_viewdef(c.oid), (${indexesOf}))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${ours} and c.relkind = 'm' and not ${extended('pg_class', 'c.oid')}
  order by n.nspname, c.relname`

/** After all tables, for they refer to each other. */
const foreignKeys = `
  select format('alter table %s add constraint %I %s;',
    k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
  from pg_constraint k join pg_namespace n on n.oid = k.connamespace
  where ${ours} and k.contype = 'f' order by k.conrelid::regclass::text, k.conname`

/** One query a kind of thing; each answers statements, in their order. */
export const catalogQueries: string[] = [
  extensions,
  schemas,
  functions,
  tables,
  foreignKeys,
  materializedViews,
]

/** What there is besides: views, types, sequences that are no column's identity, … */
export const strangersQuery = `
  select format('%I.%I', n.nspname, c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${ours} and not ${extended('pg_class', 'c.oid')}
    and (c.relkind not in ('r', 'i', 'S', 'm') or c.relpersistence <> 'p' or c.relkind = 'S' and not exists (
      select from pg_depend d where d.objid = c.oid and d.deptype = 'i'))
  union all
  select format('%I.%I', n.nspname, t.typname)
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where ${ours} and t.typtype not in ('b', 'c') and not ${extended('pg_type', 't.oid')}
  order by 1`
