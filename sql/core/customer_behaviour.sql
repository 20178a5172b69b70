-- purpose: how often every person views, searches, fills a cart or starts a checkout, by channel and kind of device
-- grain:   one row per person_id, behaviour, channel and device_type
-- sources: core.customer_profiles_live
-- units:   event_count in events
create or replace view lake.core.customer_behaviour
comment 'Counts of behaviour by channel and kind of device; one row per person, behaviour, channel and device type.'
security invoker as
select
    profile.person_id,
    profile.customer_id,
    split_part(entry.behaviour_key, '/', 1) as behaviour,
    split_part(entry.behaviour_key, '/', 2) as channel,
    split_part(entry.behaviour_key, '/', 3) as device_type,
    entry.event_count
from lake.core.customer_profiles_live as profile
cross join unnest(profile.behaviour_counts) as entry (behaviour_key, event_count);

comment on column lake.core.customer_behaviour.person_id is 'The person.';
comment on column lake.core.customer_behaviour.customer_id is 'The shop''s customer number; null for a visitor who is not known.';
comment on column lake.core.customer_behaviour.behaviour is 'view, search, cart or checkout.';
comment on column lake.core.customer_behaviour.channel is 'Channel of the events: web, app, email, sms, push, social, chat, phone or store.';
comment on column lake.core.customer_behaviour.device_type is 'Kind of device: desktop, mobile, tablet, app, pos or other.';
comment on column lake.core.customer_behaviour.event_count is 'Number of events.';
