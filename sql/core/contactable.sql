-- purpose: who may be contacted what for and how, and if not, why not
-- grain:   one row per person_id, purpose and channel of which a consent is known; for marketing also of which only an address is
-- sources: core.consents, core.identifiers_live, core.customer_profiles_live, raw.interactions
-- units:   _at UTC instants in event time, counts in addresses.
--          The first that applies is the reason:
--            no_consent                nothing was ever said: silence is no consent
--            complained                the last word was that a message is spam
--            unsubscribed              the last word was an unsubscription
--            consent_withdrawn         the last word was a withdrawal
--            soft_opt_in_scope         soft opt-in reaches no further than marketing by e-mail and SMS
--            soft_opt_in_without_order soft opt-in needs a sale: the person has no order that counts
--            no_address                no address of the channel is known (e-mail: email_sha256; SMS and phone: phone_sha256;
--                                      push and app: device_id; other channels have none here)
--            hard_bounce               every address of the channel has bounced hard since the newest grant
--          Soft opt-in: ePrivacy Directive 2002/58/EC Art. 13(2), in the United Kingdom PECR 2003 reg. 22(3): electronic mail
--          to somebody whose address was obtained at a sale, for similar products of the same shop, who can refuse. That the
--          products are similar and the message has its link is for who sends to see to. A bounce is of the address that it or
--          another event of the message names; without one it
--          concerns all addresses that the person has on the channel. Web and store are no channels to contact anybody on.
create or replace view lake.core.contactable
comment 'Whether somebody may be contacted, and why not; one row per person, purpose and channel.'
security invoker as
with bounced_messages as (
    select
        event.message_id,
        event.channel,
        event.event_time,
        event.owner,
        case
            when event.channel = 'email' and regexp_like(event.email_sha256, '^[0-9a-fA-F]{64}$')
                then 'email_sha256:' || lower(event.email_sha256)
            when event.channel in ('sms', 'phone') and regexp_like(event.phone_sha256, '^[0-9a-fA-F]{64}$')
                then 'phone_sha256:' || lower(event.phone_sha256)
            when event.channel in ('push', 'app') and trim(event.device_id) <> '' then 'device_id:' || event.device_id
        end as address
    from lake.raw.interactions as event
    where event.event_name = 'message_bounced'
        and event.bounce_type = 'hard'
),

-- a bounce may name the message and nothing else
messages as (
    select
        event.message_id,
        array_agg(distinct event.owner) filter (where event.owner is not null) as owners,
        array_agg(distinct 'email_sha256:' || lower(event.email_sha256))
            filter (where regexp_like(event.email_sha256, '^[0-9a-fA-F]{64}$')) as emails,
        array_agg(distinct 'phone_sha256:' || lower(event.phone_sha256))
            filter (where regexp_like(event.phone_sha256, '^[0-9a-fA-F]{64}$')) as phones,
        array_agg(distinct 'device_id:' || event.device_id) filter (where trim(event.device_id) <> '') as devices
    from lake.raw.interactions as event
    where event.message_id in (select bounce.message_id from bounced_messages as bounce)
    group by event.message_id
),

addressed as (
    select
        bounce.channel,
        bounce.event_time,
        coalesce(if(bounce.address is not null, array[bounce.address]), case
            when bounce.channel = 'email' then message.emails
            when bounce.channel in ('sms', 'phone') then message.phones
            when bounce.channel in ('push', 'app') then message.devices
        end) as addresses,
        coalesce(if(bounce.owner is not null, array[bounce.owner]), message.owners) as owners
    from bounced_messages as bounce
    left join messages as message
        on message.message_id = bounce.message_id
),

bounces as (
    select
        bounced.owner,
        bounce.channel,
        bounce.addresses is not null as is_of_address,
        max(bounce.event_time) as bounced_at
    from addressed as bounce
    cross join unnest(coalesce(bounce.addresses, bounce.owners)) as bounced (owner)
    group by 1, 2, 3
),

addresses as (
    select
        identifier.person_id,
        reached.channel,
        reached.address,
        max(reached.bounced_at) as bounced_at
    from lake.core.identifiers_live as identifier
    left join bounces as bounce
        on bounce.owner = identifier.identifier_type || ':' || identifier.identifier_value
    cross join unnest(concat(
        transform(
            case identifier.identifier_type
                when 'email_sha256' then array['email']
                when 'phone_sha256' then array['sms', 'phone']
                when 'device_id' then array['push', 'app']
                else array[]
            end,
            channel -> row(
                channel,
                identifier.identifier_value,
                if(bounce.is_of_address and bounce.channel = channel, bounce.bounced_at)
            )
        ),
        if(bounce.is_of_address, array[], array[row(bounce.channel, cast(null as varchar), bounce.bounced_at)])
    )) as reached (channel, address, bounced_at)
    where reached.channel is not null
    group by identifier.person_id, reached.channel, reached.address
),

reachable as (
    select
        address.person_id,
        address.channel,
        count(address.address) as address_count,
        count_if(address.address is not null and address.bounced_at is null) as sound_address_count,
        min(if(address.address is not null, address.bounced_at)) as first_bounced_at,
        max(if(address.address is null, address.bounced_at)) as person_bounced_at
    from addresses as address
    group by address.person_id, address.channel
),

said as (
    select
        consent.person_id,
        consent.channel,
        array_agg(row(
            consent.purpose,
            consent.status,
            consent.basis,
            consent.cause,
            consent.source,
            consent.said_at,
            consent.last_granted_at
        )) as consents,
        bool_or(consent.purpose = 'marketing') as is_marketing_known
    from lake.core.consents as consent
    where consent.channel not in ('web', 'store')
    group by consent.person_id, consent.channel
),

known as (
    select
        coalesce(statement.person_id, address.person_id) as person_id,
        coalesce(statement.channel, address.channel) as channel,
        consent.purpose,
        consent.status,
        consent.basis,
        consent.cause,
        consent.source,
        consent.said_at,
        consent.last_granted_at,
        coalesce(address.address_count, 0) as address_count,
        coalesce(address.person_bounced_at >= consent.last_granted_at, false)
            or address.sound_address_count = 0 and address.first_bounced_at >= consent.last_granted_at as has_bounced
    from said as statement
    full join reachable as address
        on address.person_id = statement.person_id
        and address.channel = statement.channel
    cross join unnest(if(
        coalesce(statement.is_marketing_known, false),
        statement.consents,
        coalesce(statement.consents, array[]) || row('marketing', null, null, null, null, null, null)
    )) as consent (purpose, status, basis, cause, source, said_at, last_granted_at)
    where statement.person_id is not null
        or address.address_count > 0
),

judged as (
    select
        pair.*,
        case
            when pair.status is null then 'no_consent'
            when pair.status = 'withdrawn' and pair.cause = 'message_complained' then 'complained'
            when pair.status = 'withdrawn' and pair.cause = 'message_unsubscribed' then 'unsubscribed'
            when pair.status <> 'granted' then 'consent_withdrawn'
            when pair.basis = 'soft_opt_in'
                and not (pair.purpose = 'marketing' and pair.channel in ('email', 'sms')) then 'soft_opt_in_scope'
            when pair.basis = 'soft_opt_in' and coalesce(profile.order_count, 0) = 0 then 'soft_opt_in_without_order'
            when pair.address_count = 0 then 'no_address'
            when pair.has_bounced then 'hard_bounce'
        end as reason
    from known as pair
    left join lake.core.customer_profiles_live as profile
        on profile.person_id = pair.person_id
)

select
    person_id,
    purpose,
    channel,
    reason is null as is_contactable,
    reason,
    status as consent_status,
    basis as consent_basis,
    said_at as consent_at,
    source as consent_source,
    address_count
from judged;

comment on column lake.core.contactable.person_id is 'The person, as the identifiers are joined now; key together with purpose and channel.';
comment on column lake.core.contactable.purpose is 'What for, for example marketing.';
comment on column lake.core.contactable.channel is 'How: email, sms, phone, push, app, social or chat.';
comment on column lake.core.contactable.is_contactable is 'True when a message may be sent.';
comment on column lake.core.contactable.reason is 'The first reason why not: no_consent, complained, unsubscribed, consent_withdrawn, soft_opt_in_scope, soft_opt_in_without_order, no_address or hard_bounce; null when it may.';
comment on column lake.core.contactable.consent_status is 'Consent in force: granted or withdrawn; null when nothing was ever said.';
comment on column lake.core.contactable.consent_basis is 'The ground of the consent: consent, double_opt_in or soft_opt_in.';
comment on column lake.core.contactable.consent_at is 'Event time of the last word about it, UTC.';
comment on column lake.core.contactable.consent_source is 'The system that the last word came from.';
comment on column lake.core.contactable.address_count is 'Number of addresses known for the channel, bounced ones included.';
