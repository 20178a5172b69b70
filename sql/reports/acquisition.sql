-- purpose: which channels and campaigns customers came by, and what they are worth since
-- grain:   one row per channel, source and campaign of the first event
-- sources: core.customer_profiles
-- units:   amounts in the reporting currency, _pct per cent of the persons that came this way
select
    coalesce(profile.acquisition_channel, 'unknown') as channel,
    coalesce(profile.acquisition_source, 'none') as source,
    coalesce(profile.acquisition_campaign, 'none') as campaign,
    count(*) as people,
    count_if(profile.order_count > 0) as customers,
    cast(100e0 * count_if(profile.order_count > 0) / count(*) as decimal(5, 2)) as customers_pct,
    sum(profile.order_count) as orders,
    cast(sum(profile.net_sales) as decimal(18, 2)) as net_sales,
    max(profile.currency) as currency
from lake.core.customer_profiles as profile
group by
    coalesce(profile.acquisition_channel, 'unknown'),
    coalesce(profile.acquisition_source, 'none'),
    coalesce(profile.acquisition_campaign, 'none')
order by net_sales desc, channel, source, campaign
limit 20;
