-- purpose: how many persons moved from which segment to which, day by day
-- grain:   one row per as_of_date, from_segment and to_segment
-- sources: core.segment_changes
-- units:   as_of_date a business date.
--          Net per person and date: going back and forth within a date is no move.
create or replace view lake.mart.segment_migration
comment 'Moves between segments by business date, net per person and date; one row per date, from and to.'
security invoker as
select
    move.as_of_date,
    move.from_segment,
    move.to_segment,
    count(*) as customers
from lake.core.segment_changes as move
group by move.as_of_date, move.from_segment, move.to_segment;

comment on column lake.mart.segment_migration.as_of_date is 'Business date of the cut points in force when the move was made.';
comment on column lake.mart.segment_migration.from_segment is 'Segment before the date''s first move; prospect for a first order.';
comment on column lake.mart.segment_migration.to_segment is 'Segment after the date''s last move; prospect when no order counts any more.';
comment on column lake.mart.segment_migration.customers is 'Persons who made this move.';
