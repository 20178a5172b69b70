-- purpose: the moves of persons from one RFM segment to another, live
-- grain:   one row per person_id and as_of_date on whose end the segment is another one than on the end of the date before
-- sources: core.customer_scores_changes, core.persons
-- units:   as_of_date a business date, changed_at a UTC instant.
--          Net per person and business date, whatever the order in which the date's events came: the topic segment-changes
--          has every step on the way, as it happens. Becoming part of another person is no move.
create or replace view lake.core.segment_changes
comment 'Moves between RFM segments, net per person and business date, today included; one row per move.'
security invoker as
with dates as (
    select
        change.person_id,
        change.as_of_date,
        max_by(change.customer_id, change.version) as customer_id,
        max_by(change.segment, change.version) as segment,
        max_by(change.changed_at, change.version) as changed_at,
        max_by(change.threshold_version, change.version) as threshold_version,
        max_by(change.is_intraday, change.version) as is_intraday,
        max_by(change.is_deleted, change.version) as is_deleted
    from lake.core.customer_scores_changes as change
    group by change.person_id, change.as_of_date
),

segments as (
    select
        dated.*,
        lag(dated.segment, 1, 'prospect') over (partition by dated.person_id order by dated.as_of_date) as from_segment
    from dates as dated
)

select
    move.person_id,
    move.customer_id,
    move.from_segment,
    move.segment as to_segment,
    move.as_of_date,
    move.changed_at,
    move.threshold_version,
    move.is_intraday
from segments as move
where move.segment <> move.from_segment
    and (not move.is_deleted or move.person_id in (select person.person_id from lake.core.persons as person));

comment on column lake.core.segment_changes.person_id is 'The person.';
comment on column lake.core.segment_changes.customer_id is 'The shop''s customer number, where the person has one.';
comment on column lake.core.segment_changes.from_segment is 'Segment at the end of the person''s last date before; prospect before the first order.';
comment on column lake.core.segment_changes.to_segment is 'Segment at the end of the date, or now; prospect when no order counts any more.';
comment on column lake.core.segment_changes.as_of_date is 'Business date of the cut points in force when the move was made.';
comment on column lake.core.segment_changes.changed_at is 'The last event behind the date''s score, or the first instant of the date; UTC.';
comment on column lake.core.segment_changes.threshold_version is 'Version of the cut points; core.rfm_cut_points has them.';
comment on column lake.core.segment_changes.is_intraday is 'True when the person''s own events of the date made it, false when the date''s new cut points did.';
