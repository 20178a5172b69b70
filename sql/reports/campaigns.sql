-- purpose: what the campaigns cost, whom they reached and what they brought
-- grain:   one row per channel and campaign, the twenty with the most revenue
-- sources: mart.campaign_performance
-- units:   amounts in the reporting currency; orders, customers, revenue, cac and roas by the model last_non_direct, revenue also by others
select
    figure.channel,
    figure.campaign,
    cast(max(figure.spend) as decimal(18, 2)) as spend,
    max(figure.reach) as reach,
    max(figure.messages) as messages,
    max(figure.sessions) as sessions,
    cast(max(figure.orders) filter (where figure.model = 'last_non_direct') as decimal(18, 1)) as orders,
    cast(max(figure.revenue) filter (where figure.model = 'last_non_direct') as decimal(18, 2)) as revenue,
    cast(max(figure.revenue) filter (where figure.model = 'linear') as decimal(18, 2)) as revenue_linear,
    cast(max(figure.revenue) filter (where figure.model = 'markov') as decimal(18, 2)) as revenue_markov,
    cast(max(figure.new_customers) filter (where figure.model = 'last_non_direct') as decimal(18, 1)) as new_customers,
    cast(max(figure.cac) filter (where figure.model = 'last_non_direct') as decimal(18, 2)) as cac,
    cast(max(figure.roas) filter (where figure.model = 'last_non_direct') as decimal(18, 2)) as roas,
    max(figure.unsubscribes) as unsubscribes,
    max(figure.bounces) as bounces,
    max(figure.complaints) as complaints
from lake.mart.campaign_performance as figure
group by figure.channel, figure.campaign
order by revenue desc, figure.channel, figure.campaign
limit 20;
