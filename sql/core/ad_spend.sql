-- purpose: what was spent on advertising, by day, network and campaign
-- grain:   one row per spend_on, network, campaign (which may be null) and channel
-- sources: raw.interactions, core.business_settings
-- units:   spend_on a business date, recorded_at a UTC instant, spend in the reporting currency, rounded half even as in
--          core.order_facts.
--          A later record of the same day, network and campaign (campaign_id, else utm_campaign) replaces the earlier one. It is shown by
--          the name that its visits have (utm_campaign, else campaign_id), of e-mail, SMS and push by that of the messages (campaign_id first). The channel is the one that visits by
--          the advertisement land on: by the record's utm_medium, else by the network.
create or replace view lake.core.ad_spend
comment 'Advertising spend; one row per day, network and campaign.'
security invoker as
with records as (
    select
        event.spend_date,
        event.network,
        coalesce(event.campaign_id, event.utm_campaign) as record_of,
        event.campaign_id,
        event.utm_campaign,
        lower(event.utm_medium) as medium,
        event.spend_amount * if(
            coalesce(event.currency, setting.reporting_currency) = setting.reporting_currency,
            decimal '1.00000000',
            event.exchange_rate
        ) as amount,
        event.impressions,
        event.clicks,
        setting.reporting_currency as currency,
        event.event_time,
        row(event.event_time, event.event_id) as place
    from lake.raw.interactions as event
    cross join lake.core.business_settings as setting
    where event.event_name = 'ad_spend_recorded'
),

newest as (
    select
        record.spend_date,
        record.network,
        regexp_like(
            lower(record.network),
            'facebook|instagram|twitter|linkedin|pinterest|tiktok|youtube|reddit|snapchat|threads|whatsapp'
        ) as is_social,
        max_by(record.campaign_id, record.place) as campaign_id,
        max_by(record.utm_campaign, record.place) as utm_campaign,
        max_by(record.medium, record.place) as medium,
        max_by(record.amount, record.place) as amount,
        max_by(record.impressions, record.place) as impressions,
        max_by(record.clicks, record.place) as clicks,
        max(record.currency) as currency,
        max(record.event_time) as recorded_at
    from records as record
    group by record.spend_date, record.network, record.record_of
),

placed as (
    select
        record.*,
        case
            when record.medium in ('paid_social', 'paidsocial', 'paid-social') then 'paid_social'
            when record.medium in (
                'cpc', 'ppc', 'cpv', 'cpa', 'cpp', 'retargeting', 'sem', 'paid', 'paid_search', 'paidsearch'
            ) and not record.is_social then 'paid_search'
            when record.medium = 'affiliate' then 'affiliate'
            when record.medium in ('email', 'e-mail', 'e_mail', 'mail', 'newsletter') then 'email'
            when record.medium = 'sms' then 'sms'
            when record.medium like '%push' then 'push'
            when record.medium in ('social', 'social-network', 'social_network', 'social-media', 'social_media', 'sm') then 'social'
            when record.medium in ('display', 'banner', 'cpm', 'expandable', 'interstitial', 'programmatic') then 'display'
            when record.is_social then 'paid_social'
            when regexp_like(lower(record.network), 'google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|qwant|startpage|brave')
                then 'paid_search'
            else 'display'
        end as channel,
        cast(
            round(record.amount, 4) - case mod(record.amount, decimal '0.0002')
                when decimal '0.00005' then decimal '0.0001'
                else decimal '0.0000'
            end as decimal(18, 4)
        ) as spend
    from newest as record
),

named as (
    select
        record.*,
        if(
            record.channel in ('email', 'sms', 'push'),
            coalesce(record.campaign_id, record.utm_campaign),
            coalesce(record.utm_campaign, record.campaign_id)
        ) as campaign
    from placed as record
)

select
    spend_date as spend_on,
    network,
    campaign,
    channel,
    cast(sum(spend) as decimal(18, 4)) as spend,
    cast(sum(impressions) as bigint) as impressions,
    cast(sum(clicks) as bigint) as clicks,
    max(currency) as currency,
    max(recorded_at) as recorded_at
from named
group by spend_date, network, campaign, channel;

comment on column lake.core.ad_spend.spend_on is 'Business date that the money was spent on; key together with network, campaign and channel.';
comment on column lake.core.ad_spend.network is 'Advertising platform.';
comment on column lake.core.ad_spend.campaign is 'The campaign, by the name that its visits or messages have; null where the record names none.';
comment on column lake.core.ad_spend.channel is 'Landing channel of its visits: paid_search, paid_social, affiliate, display, email, sms, push or social.';
comment on column lake.core.ad_spend.spend is 'What was spent, in currency; never negative.';
comment on column lake.core.ad_spend.impressions is 'How often the advertisement was shown; null where it is not said.';
comment on column lake.core.ad_spend.clicks is 'How often it was clicked; null where it is not said.';
comment on column lake.core.ad_spend.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.ad_spend.recorded_at is 'Event time of the newest record that counts, UTC.';
