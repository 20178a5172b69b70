-- purpose: how much the shop contacts people on each channel, and how many respond, by month
-- grain:   one row per month and channel, the newest month first
-- sources: core.interactions, core.business_settings
-- units:   months of business dates, counts in contacts, _pct per cent of the contacts that reached somebody
with months as (
    select
        date_format(at_timezone(contact.started_at, setting.business_zone), '%Y-%m') as month,
        contact.channel,
        count_if(contact.direction = 'outbound') as outbound,
        count_if(contact.is_reached) as reached,
        count_if(contact.is_reached and contact.responded_at is not null) as responses,
        count_if(contact.unsubscribed_at is not null) as unsubscribes,
        count_if(contact.complained_at is not null) as complaints,
        count_if(contact.direction = 'inbound') as inbound
    from lake.core.interactions as contact
    cross join lake.core.business_settings as setting
    group by 1, 2
)

select
    months.month,
    months.channel,
    months.outbound,
    months.reached,
    months.responses,
    cast(100e0 * months.responses / nullif(months.reached, 0) as decimal(5, 2)) as response_rate_pct,
    months.unsubscribes,
    months.complaints,
    months.inbound
from months
order by months.month desc, months.outbound desc, months.channel;
