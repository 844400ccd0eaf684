-- What was written before there was an editor has HTML alone, and would never be found.
UPDATE "blog"."posts"
SET "plaintext" = btrim(regexp_replace("html", '<[^>]+>', ' ', 'g'))
WHERE "plaintext" = '' AND "html" <> '';
