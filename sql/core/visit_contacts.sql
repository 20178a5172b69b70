-- purpose: visits to the site, the app and the stores, the part of each that one identifier has; core.interactions puts the parts
--          of one person together
-- grain:   one row per interaction_type, interaction_id and owner
-- sources: raw.clickstream, core.business_settings
-- units:   _at UTC instants.
--          A visit is a session of the client, else the events of one identifier, channel and business date: where sessions are
--          computed, they may take its place. A visit to a store is one event. A filter on owner reaches the events.
create or replace view lake.core.visit_contacts
comment 'Visits to site, app and stores by identifier; one row per visit and identifier.'
security invoker as
select
    if(event.event_name = 'store_visited', 'store_visit', 'visit') as interaction_type,
    case
        when event.event_name = 'store_visited' then event.event_id
        when event.session_id is not null then event.session_id
        else lower(to_hex(substr(sha256(to_utf8(concat_ws(
            '|',
            coalesce(event.owner, event.event_id),
            event.channel,
            cast(cast(at_timezone(event.event_time, setting.business_zone) as date) as varchar)
        ))), 1, 16)))
    end as interaction_id,
    event.owner,
    min_by(event.channel, row(event.event_time, event.event_id)) as channel,
    min_by(event.source, row(event.event_time, event.event_id)) as source,
    min(event.event_time) as started_at,
    max(event.event_time) as ended_at,
    max(event.store_id) as store_id,
    array_sort(array_distinct(array_agg(element_at(event.products, 1).name) filter (
        where event.event_name in ('product_viewed', 'product_added')
            and element_at(event.products, 1).name is not null
    ))) as products,
    min_by(event.utm_campaign, row(event.event_time, event.event_id))
        filter (where event.utm_campaign is not null) as campaign,
    max(case event.event_name
        when 'payment_info_entered' then 4
        when 'checkout_started' then 4
        when 'product_added' then 3
        when 'product_viewed' then 2
        else 1
    end) as furthest_step,
    max(event.order_id) as order_id,
    count(*) as event_count
from lake.raw.clickstream as event
cross join lake.core.business_settings as setting
group by 1, 2, event.owner;

comment on column lake.core.visit_contacts.interaction_type is 'visit or store_visit; key together with interaction_id and owner.';
comment on column lake.core.visit_contacts.interaction_id is 'The client''s session, the event of a store visit, else the hash of identifier, channel and business date.';
comment on column lake.core.visit_contacts.owner is 'The most telling identifier of the events, as type:value; null for a guest.';
comment on column lake.core.visit_contacts.channel is 'Channel of the first event.';
comment on column lake.core.visit_contacts.source is 'The system of the first event.';
comment on column lake.core.visit_contacts.started_at is 'Event time of the first event, UTC.';
comment on column lake.core.visit_contacts.ended_at is 'Event time of the last event, UTC.';
comment on column lake.core.visit_contacts.store_id is 'The store visited.';
comment on column lake.core.visit_contacts.products is 'Names of the products looked at or put into the cart, in alphabetical order; null without any.';
comment on column lake.core.visit_contacts.campaign is 'The campaign, where it belongs to one.';
comment on column lake.core.visit_contacts.furthest_step is 'How far it went: 1 browsed, 2 viewed a product, 3 filled a cart, 4 started the checkout.';
comment on column lake.core.visit_contacts.order_id is 'The order that the checkout led to, where the events say so.';
comment on column lake.core.visit_contacts.event_count is 'Number of events of this identifier.';
