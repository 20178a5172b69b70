-- purpose: everything about a customer in one row, for who serves the customer: identifiers, profile, value, segment, orders, open
--          tickets, the last contacts, feedback, preference and contact pressure
-- grain:   one row per person_id
-- sources: core.persons, core.customer_profiles, core.customer_scores_live, core.customer_contacts
-- units:   _at UTC instants, amounts in the reporting currency, recency in days.
--          Made to be asked for one person, by person_id or customer_id. The filter goes to the small side of the last join and
--          from there, as a dynamic filter, to the events. Nothing here is personal in plain text but the identifiers themselves. Whom no click, order or
--          customer record has named yet, only a message or a ticket, is in core.interactions and not here.
create or replace view lake.mart.customer_360
comment 'Everything about a customer in one row; one row per person.'
security invoker as
with known as (
    select
        person.person_id,
        person.customer_id,
        person.identifiers,
        profile.first_seen_at,
        profile.last_seen_at,
        profile.country,
        profile.favourite_category,
        profile.favourite_brand,
        profile.favourite_channel,
        profile.preferred_hour,
        profile.acquisition_channel,
        profile.acquisition_campaign,
        profile.first_order_at,
        profile.last_order_at,
        profile.order_count,
        profile.net_sales,
        profile.refunds,
        profile.average_order_value,
        profile.discount_share,
        profile.spend_last_90_days,
        profile.spend_trend,
        profile.currency,
        coalesce(score.segment, 'prospect') as segment,
        score.value_tier,
        score.r_score,
        score.f_score,
        score.m_score,
        -- as core.customer_rfm has them, which would look up the newest cut points once more
        greatest(0, date_diff('day', score.last_order_date, profile.as_of_date)) as recency_days,
        if(score.person_id is not null, profile.as_of_date) as as_of_date
    from lake.core.persons as person
    left join lake.core.customer_profiles as profile
        on profile.person_id = person.person_id
    left join lake.core.customer_scores_live as score
        on score.person_id = person.person_id
)

select
    known.person_id,
    known.customer_id,
    known.identifiers,
    known.first_seen_at,
    known.last_seen_at,
    known.country,
    known.favourite_category,
    known.favourite_brand,
    known.favourite_channel,
    known.preferred_hour,
    known.acquisition_channel,
    known.acquisition_campaign,
    known.segment,
    known.value_tier,
    known.r_score,
    known.f_score,
    known.m_score,
    known.recency_days,
    known.as_of_date,
    known.first_order_at,
    known.last_order_at,
    known.order_count,
    known.net_sales,
    known.refunds,
    known.average_order_value,
    known.discount_share,
    known.spend_last_90_days,
    known.spend_trend,
    known.currency,
    history.recent_orders as orders,
    history.open_tickets,
    history.recent_contacts as interactions,
    history.last_feedback,
    history.preferred_channel,
    history.preferred_channel_basis,
    coalesce(history.contacts_7_days, 0) as contacts_7_days,
    coalesce(history.contacts_30_days, 0) as contacts_30_days,
    history.channels,
    history.last_contacted_at,
    history.last_responded_at,
    history.last_inbound_at
-- the person on the right: the events are then read for the persons that are asked for
from lake.core.customer_contacts as history
right join known
    on known.person_id = history.known_person_id;

comment on column lake.mart.customer_360.person_id is 'The person; key.';
comment on column lake.mart.customer_360.customer_id is 'The shop''s customer number, the first as text; null for a visitor who is not known.';
comment on column lake.mart.customer_360.identifiers is 'Every identifier of the person with its type and since when it is the person''s, the most telling first.';
comment on column lake.mart.customer_360.first_seen_at is 'Event time of the first event, UTC.';
comment on column lake.mart.customer_360.last_seen_at is 'Event time of the last click or order, UTC.';
comment on column lake.mart.customer_360.country is 'Country last seen, ISO 3166-1 alpha-2.';
comment on column lake.mart.customer_360.favourite_category is 'Category viewed and bought most.';
comment on column lake.mart.customer_360.favourite_brand is 'Brand viewed and bought most.';
comment on column lake.mart.customer_360.favourite_channel is 'Channel with most of the clicks.';
comment on column lake.mart.customer_360.preferred_hour is 'Hour of the day, 0 to 23 in the business zone, with most of the events.';
comment on column lake.mart.customer_360.acquisition_channel is 'Channel of the first event.';
comment on column lake.mart.customer_360.acquisition_campaign is 'Campaign of the first event that had one.';
comment on column lake.mart.customer_360.segment is 'RFM segment, or prospect without an order.';
comment on column lake.mart.customer_360.value_tier is 'Value tier, 1 to 5; null without an order.';
comment on column lake.mart.customer_360.r_score is 'Recency score, 1 to 5; null without an order.';
comment on column lake.mart.customer_360.f_score is 'Frequency score, 1 to 5; null without an order.';
comment on column lake.mart.customer_360.m_score is 'Monetary score, 1 to 5; null without an order.';
comment on column lake.mart.customer_360.recency_days is 'Whole days from the last order that counts to as_of_date.';
comment on column lake.mart.customer_360.as_of_date is 'Business date of the cut points in force; null without an order.';
comment on column lake.mart.customer_360.first_order_at is 'Event time of the first order that counts, UTC.';
comment on column lake.mart.customer_360.last_order_at is 'Event time of the last order that counts, UTC.';
comment on column lake.mart.customer_360.order_count is 'Number of orders that count.';
comment on column lake.mart.customer_360.net_sales is 'Gross sales less discounts and refunds, in currency.';
comment on column lake.mart.customer_360.refunds is 'Money given back, in currency.';
comment on column lake.mart.customer_360.average_order_value is 'net_sales / order_count, in currency.';
comment on column lake.mart.customer_360.discount_share is 'discounts / gross_sales, from 0 to 1.';
comment on column lake.mart.customer_360.spend_last_90_days is 'Net sales of the 90 business days before the newest cut points'' date, in currency.';
comment on column lake.mart.customer_360.spend_trend is 'Those against the 90 days before: 0 unchanged, -1 nothing any more.';
comment on column lake.mart.customer_360.currency is 'The reporting currency, ISO 4217.';
comment on column lake.mart.customer_360.orders is 'The last 20 orders, newest first; null without an order.';
comment on column lake.mart.customer_360.open_tickets is 'Tickets that are neither solved nor closed; null without any.';
comment on column lake.mart.customer_360.interactions is 'The last 50 contacts over all channels, orders included, newest first.';
comment on column lake.mart.customer_360.last_feedback is 'The newest answer of a survey or review; null without any.';
comment on column lake.mart.customer_360.preferred_channel is 'The channel to use: the stated one, else the one where the person responds best.';
comment on column lake.mart.customer_360.preferred_channel_basis is 'stated or responses; null without a preferred channel.';
comment on column lake.mart.customer_360.contacts_7_days is 'Outbound contacts that reached the person in the 7 business dates before the newest one, or since.';
comment on column lake.mart.customer_360.contacts_30_days is 'The same for 30 business dates.';
comment on column lake.mart.customer_360.channels is 'Outbound contacts and responses by channel; null without any.';
comment on column lake.mart.customer_360.last_contacted_at is 'When the shop last reached the person, UTC.';
comment on column lake.mart.customer_360.last_responded_at is 'When the person last responded to that, UTC.';
comment on column lake.mart.customer_360.last_inbound_at is 'When the person last came to the shop on any channel, UTC.';
