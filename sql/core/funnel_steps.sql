-- purpose: the funnels of this deployment: which steps they have, in which order, and within what time
-- grain:   one row per funnel and step_number
-- sources: none; a deployment puts the funnels of its file (setting funnels.file, by default sql/funnels.properties) in their place
-- units:   window_seconds in seconds; null for the length of one session
create or replace view lake.core.funnel_steps
comment 'The steps of every funnel; one row per funnel and step.'
security invoker as
select
    cast(step.funnel as varchar) as funnel,
    cast(step.step_number as bigint) as step_number,
    cast(step.step as varchar) as step,
    cast(step.event_name as varchar) as event_name,
    cast(step.page_path as varchar) as page_path,
    step.is_page_prefix,
    cast(step.window_seconds as bigint) as window_seconds,
    step.is_any_order
from (
    values
        ('checkout_in_a_visit', 1, 'checkout_started', 'checkout_started', null, false, null, false),
        ('checkout_in_a_visit', 2, 'payment_info_entered', 'payment_info_entered', null, false, null, false),
        ('checkout_in_a_visit', 3, 'order_placed', 'order_placed', null, false, null, false),
        ('purchase', 1, 'page_viewed', 'page_viewed', null, false, 2592000, false),
        ('purchase', 2, 'product_viewed', 'product_viewed', null, false, 2592000, false),
        ('purchase', 3, 'product_added', 'product_added', null, false, 2592000, false),
        ('purchase', 4, 'checkout_started', 'checkout_started', null, false, 2592000, false),
        ('purchase', 5, 'order_placed', 'order_placed', null, false, 2592000, false)
) as step (funnel, step_number, step, event_name, page_path, is_page_prefix, window_seconds, is_any_order);

comment on column lake.core.funnel_steps.funnel is 'The funnel; key together with step_number.';
comment on column lake.core.funnel_steps.step_number is 'Number of the step in the funnel, from 1.';
comment on column lake.core.funnel_steps.step is 'The step as it is declared: an event name, with the path of a page where it is about one.';
comment on column lake.core.funnel_steps.event_name is 'The event that takes the step: one of the clickstream, or order_placed.';
comment on column lake.core.funnel_steps.page_path is 'Path of the page that the event must be about, without host and query; null for any.';
comment on column lake.core.funnel_steps.is_page_prefix is 'True when the path only has to begin so.';
comment on column lake.core.funnel_steps.window_seconds is 'Seconds after its entry within which an entry may take steps; null for one session.';
comment on column lake.core.funnel_steps.is_any_order is 'True when the steps may be taken in any order.';
