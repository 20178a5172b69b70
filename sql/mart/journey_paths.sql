-- purpose: by which ways people come to an order: the landing channels and the kinds of entry pages of the visits before it, in their order
-- grain:   one row per path_kind and path
-- sources: core.sessions
-- units:   revenue in the reporting currency, days in whole days.
--          A path has the visits of a person up to 30 days before the one that ordered something, since the one before that did, and
--          that one. Equal visits in a row are one step. The kind of a page is the first part of its path; a visit to a store has none. Of a long path the last
--          ten steps are shown, behind three dots.
create or replace view lake.mart.journey_paths
comment 'Paths of visits to an order with how often they occur; one row per kind and path.'
security invoker as
with visits as (
    select
        session.person_id,
        session.session_id,
        session.started_at,
        session.landing_channel,
        if(
            session.entry_page is null,
            'no page',
            '/' || coalesce(element_at(filter(split(session.entry_page, '/'), part -> part <> ''), 1), '')
        ) as page,
        session.is_converted,
        session.order_count,
        session.revenue,
        session.currency,
        count_if(session.is_converted) over (
            partition by session.person_id
            order by session.started_at, session.session_id
            rows between unbounded preceding and current row
        ) - if(session.is_converted, 1, 0) as conversions_before
    from lake.core.sessions as session
),

conversions as (
    select
        visit.person_id,
        visit.conversions_before,
        max(if(visit.is_converted, visit.started_at)) as converted_at
    from visits as visit
    group by visit.person_id, visit.conversions_before
    having bool_or(visit.is_converted)
),

journeys as (
    select
        visit.person_id,
        visit.conversions_before,
        array_agg(visit.landing_channel order by visit.started_at, visit.session_id) as channels,
        array_agg(visit.page order by visit.started_at, visit.session_id) as pages,
        date_diff('day', min(visit.started_at), max(conversion.converted_at)) as days,
        sum(visit.order_count) as orders,
        sum(visit.revenue) as revenue,
        max(visit.currency) as currency
    from visits as visit
    inner join conversions as conversion
        on conversion.person_id = visit.person_id
        and conversion.conversions_before = visit.conversions_before
    where visit.started_at >= conversion.converted_at - interval '30' day
    group by visit.person_id, visit.conversions_before
),

steps as (
    select
        kind.path_kind,
        reduce(
            kind.steps,
            cast(array[] as array(varchar)),
            (path, step) -> if(coalesce(element_at(path, -1) = step, false), path, path || step),
            path -> path
        ) as path,
        cardinality(kind.steps) as visits,
        journey.days,
        journey.orders,
        journey.revenue,
        journey.currency
    from journeys as journey
    cross join unnest(array[
        row('landing_channel', journey.channels),
        row('page', journey.pages)
    ]) as kind (path_kind, steps)
)

select
    steps.path_kind,
    if(cardinality(steps.path) > 10, '… > ', '')
        || array_join(slice(steps.path, greatest(1, cardinality(steps.path) - 9), 10), ' > ') as path,
    count(*) as conversions,
    sum(steps.orders) as orders,
    cast(sum(steps.revenue) as decimal(18, 4)) as revenue,
    max(steps.currency) as currency,
    cast(avg(cast(steps.visits as double)) as decimal(9, 2)) as average_visits,
    cast(avg(cast(steps.days as double)) as decimal(9, 2)) as average_days
from steps
group by 1, 2;

comment on column lake.mart.journey_paths.path_kind is 'landing_channel or page: what the steps are; key together with path.';
comment on column lake.mart.journey_paths.path is 'The steps up to the order, joined by " > ".';
comment on column lake.mart.journey_paths.conversions is 'Visits that ordered something after this path.';
comment on column lake.mart.journey_paths.orders is 'Orders in them.';
comment on column lake.mart.journey_paths.revenue is 'Value of these orders as they were placed, gross less discounts, in currency.';
comment on column lake.mart.journey_paths.currency is 'The reporting currency, ISO 4217.';
comment on column lake.mart.journey_paths.average_visits is 'Average number of visits on the path, equal ones in a row counted each.';
comment on column lake.mart.journey_paths.average_days is 'Average number of whole days from the first visit to the last.';
