-- purpose: the largest moves between segments in the last 30 business dates
-- grain:   one row per from and to
-- sources: mart.segment_migration
-- units:   customers counts a person once per date on which the person moved
with newest as (
    select max(move.as_of_date) as as_of_date
    from lake.mart.segment_migration as move
)

select
    move.from_segment,
    move.to_segment,
    sum(move.customers) as customers,
    min(move.as_of_date) as first_date,
    max(move.as_of_date) as last_date
from lake.mart.segment_migration as move
cross join newest
where move.as_of_date > newest.as_of_date - interval '30' day
group by move.from_segment, move.to_segment
order by customers desc, move.from_segment, move.to_segment
limit 20;
