-- purpose: whose word about a customer weighs more when sources differ
-- grain:   one row per source and attribute; '*' stands for every one that has no row of its own
-- sources: none; a deployment puts the rows of its setting customer.source-priority behind the one that is here
-- units:   priority a whole number, the highest wins; equal ones: the last word wins.
--          A row for the attribute goes before a row of the source for '*'.
create or replace view lake.core.source_priorities
comment 'Priority of the sources of customer data in this deployment; one row per source and attribute.'
security invoker as
select
    priority.source,
    priority.attribute,
    priority.priority
from (
    values
        (cast('*' as varchar), cast('*' as varchar), 0)
) as priority (source, attribute, priority);

comment on column lake.core.source_priorities.source is 'The system that produces events, or * for all others.';
comment on column lake.core.source_priorities.attribute is 'Attribute, as in core.customer_attribute_history or a column of core.customer_pii, or * for all others.';
comment on column lake.core.source_priorities.priority is 'The higher one wins, whatever is said later by a lower one.';
