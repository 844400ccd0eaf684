ALTER TABLE "cart"."vouchers" DROP CONSTRAINT "vouchers_kind_whole";--> statement-breakpoint
ALTER TABLE "cart"."vouchers" ADD CONSTRAINT "vouchers_kind_whole" CHECK (case "cart"."vouchers"."kind"
      when 'percent' then "cart"."vouchers"."basis_points" >= 1 and "cart"."vouchers"."basis_points" <= 10000 and "cart"."vouchers"."amount_minor" is null
      when 'amount' then "cart"."vouchers"."amount_minor" > 0 and "cart"."vouchers"."currency" is not null and "cart"."vouchers"."basis_points" is null
      when 'free_item' then "cart"."vouchers"."item_id" is not null and num_nonnulls("cart"."vouchers"."basis_points", "cart"."vouchers"."amount_minor") = 0
      else false end);