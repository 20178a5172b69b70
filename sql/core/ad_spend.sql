-- purpose: what was spent on advertising, by day, network and campaign
-- grain:   one row per spend_on, network and campaign (which may be null)
-- sources: raw.interactions, core.business_settings
-- units:   spend_on a business date, recorded_at a UTC instant, spend in the reporting currency, rounded half even as in
--          core.order_facts.
--          The campaign is the one that visits by the advertisement name (utm_campaign), else the network's id of it.
--          A later record of the same day, network and campaign replaces the earlier one. The channel is the one that visits by
--          the advertisement land on: by the record's utm_medium, else by the network.
create or replace view lake.core.ad_spend
comment 'Advertising spend; one row per day, network and campaign.'
security invoker as
with records as (
    select
        event.spend_date,
        event.network,
        coalesce(event.utm_campaign, event.campaign_id) as campaign,
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
        record.campaign,
        max_by(record.medium, record.place) as medium,
        max_by(record.amount, record.place) as amount,
        max_by(record.impressions, record.place) as impressions,
        max_by(record.clicks, record.place) as clicks,
        max(record.currency) as currency,
        max(record.event_time) as recorded_at
    from records as record
    group by record.spend_date, record.network, record.campaign
)

select
    spend_date as spend_on,
    network,
    campaign,
    case
        when medium in ('paid_social', 'paidsocial', 'paid-social') then 'paid_social'
        when medium in (
            'cpc', 'ppc', 'cpv', 'cpa', 'cpp', 'retargeting', 'sem', 'paid', 'paid_search', 'paidsearch'
        ) and not regexp_like(lower(network), 'facebook|instagram|twitter|linkedin|pinterest|tiktok|youtube|reddit|snapchat|threads')
            then 'paid_search'
        when medium = 'affiliate' then 'affiliate'
        when medium in ('email', 'sms', 'push', 'social') then medium
        when medium in ('display', 'banner', 'cpm', 'expandable', 'interstitial', 'programmatic') then 'display'
        when regexp_like(lower(network), 'facebook|instagram|twitter|linkedin|pinterest|tiktok|youtube|reddit|snapchat|threads')
            then 'paid_social'
        when regexp_like(lower(network), 'google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|qwant|startpage|brave')
            then 'paid_search'
        else 'display'
    end as channel,
    cast(
        round(amount, 4) - case mod(amount, decimal '0.0002')
            when decimal '0.00005' then decimal '0.0001'
            else decimal '0.0000'
        end as decimal(18, 4)
    ) as spend,
    impressions,
    clicks,
    currency,
    recorded_at
from newest;

comment on column lake.core.ad_spend.spend_on is 'Business date that the money was spent on; key together with network and campaign.';
comment on column lake.core.ad_spend.network is 'Advertising platform.';
comment on column lake.core.ad_spend.campaign is 'The campaign; null where the record names none.';
comment on column lake.core.ad_spend.channel is 'Landing channel of its visits: paid_search, paid_social, affiliate, display, email, sms, push or social.';
comment on column lake.core.ad_spend.spend is 'What was spent, in currency; never negative.';
comment on column lake.core.ad_spend.impressions is 'How often the advertisement was shown; null where it is not said.';
comment on column lake.core.ad_spend.clicks is 'How often it was clicked; null where it is not said.';
comment on column lake.core.ad_spend.currency is 'The reporting currency, ISO 4217.';
comment on column lake.core.ad_spend.recorded_at is 'Event time of the record that counts, UTC.';
