-- purpose: every visit to the site, the app and the stores as a session, with where it came from and what came of it, live
-- grain:   one row per session_id
-- sources: core.sessions_live, core.identifiers_live, core.business_settings
-- units:   _at UTC instants, _on business dates, revenue in the reporting currency, duration in seconds.
--          The person is the one that the visitor's identifier belongs to now; an identifier that is not joined with others
--          (yet) is a person by itself, whose id is the hash of it.
create or replace view lake.core.sessions
comment 'Sessions with landing channel, engagement, orders and revenue, live; one row per session.'
security invoker as
select
    session.session_id,
    coalesce(
        identifier.person_id,
        lower(to_hex(substr(sha256(to_utf8(session.identifier_type || ':' || session.identifier_value)), 1, 16)))
    ) as person_id,
    session.identifier_type || ':' || session.identifier_value as visitor,
    session.channel,
    session.started_at,
    session.ended_at,
    cast(at_timezone(session.started_at, setting.business_zone) as date) as started_on,
    date_diff('second', session.started_at, session.ended_at) as duration_seconds,
    session.landing_channel,
    session.utm_source,
    session.utm_medium,
    session.utm_campaign,
    session.referrer_host,
    session.device_type,
    session.entry_page,
    session.exit_page,
    session.event_count,
    session.view_count,
    session.product_views,
    session.searches,
    session.cart_additions,
    session.checkouts_started,
    session.is_engaged,
    session.is_converted,
    session.order_ids,
    cardinality(session.order_ids) as order_count,
    session.revenue,
    session.currency,
    session.changed_at
from lake.core.sessions_live as session
cross join lake.core.business_settings as setting
left join lake.core.identifiers_live as identifier
    on identifier.identifier_type = session.identifier_type
    and identifier.identifier_value = session.identifier_value;

comment on column lake.core.sessions.session_id is 'The session; key. Follows from visitor, channel and started_at.';
comment on column lake.core.sessions.person_id is 'The person whom the visitor is known as now, as the identifiers are joined.';
comment on column lake.core.sessions.visitor is 'The identifier closest to the device that the visitor is known by, as type:value.';
comment on column lake.core.sessions.channel is 'Where it happened: web, app, store or another channel of the contract.';
comment on column lake.core.sessions.started_at is 'Event time of the first event, UTC.';
comment on column lake.core.sessions.ended_at is 'Event time of the last event, UTC.';
comment on column lake.core.sessions.started_on is 'Business date of started_at; a session is not split at midnight.';
comment on column lake.core.sessions.duration_seconds is 'Whole seconds from the first event to the last.';
comment on column lake.core.sessions.landing_channel is 'What the visitor came by: store, display, paid_social, paid_search, affiliate, email, sms, push, social, organic_search, referral or direct; by the first event that tells.';
comment on column lake.core.sessions.utm_source is 'Campaign context of that event: who sent the visitor.';
comment on column lake.core.sessions.utm_medium is 'Campaign context of that event: by what means.';
comment on column lake.core.sessions.utm_campaign is 'Campaign context of that event: the campaign.';
comment on column lake.core.sessions.referrer_host is 'Host of the page before that event; null for the shop itself.';
comment on column lake.core.sessions.device_type is 'Kind of device: desktop, mobile, tablet, app, pos or other.';
comment on column lake.core.sessions.entry_page is 'Path of the first page, without host and query.';
comment on column lake.core.sessions.exit_page is 'Path of the last page, without host and query.';
comment on column lake.core.sessions.event_count is 'Number of clickstream events.';
comment on column lake.core.sessions.view_count is 'Number of page_viewed and screen_viewed.';
comment on column lake.core.sessions.product_views is 'Number of product_viewed.';
comment on column lake.core.sessions.searches is 'Number of products_searched.';
comment on column lake.core.sessions.cart_additions is 'Number of product_added.';
comment on column lake.core.sessions.checkouts_started is 'Number of checkout_started.';
comment on column lake.core.sessions.is_engaged is 'True when it lasted longer than 10 seconds, or has two views, a key event or an order.';
comment on column lake.core.sessions.is_converted is 'True when something was ordered in it.';
comment on column lake.core.sessions.order_ids is 'The orders that were placed in it, in the order of their numbers as text; empty without.';
comment on column lake.core.sessions.order_count is 'Number of these orders.';
comment on column lake.core.sessions.revenue is 'Value of these orders as they were placed, gross less discounts, in currency; core.orders has what is left.';
comment on column lake.core.sessions.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.sessions.changed_at is 'Event time of the event behind the newest change, UTC.';
