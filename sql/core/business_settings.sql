-- purpose: the two settings that turn instants into business dates and amounts into the reporting currency, in one place.
--          A deployment with another business zone or currency replaces this view and nothing else.
-- grain:   one row
-- sources: none; the values must be those of the jobs (business.zone, reporting.currency)
-- units:   none
create or replace view lake.core.business_settings
comment 'The business zone and the reporting currency of this deployment; one row.'
security invoker as
select
    cast('UTC' as varchar) as business_zone,
    cast('GBP' as varchar) as reporting_currency;

comment on column lake.core.business_settings.business_zone is 'IANA name of the zone whose calendar gives business dates.';
comment on column lake.core.business_settings.reporting_currency is 'ISO 4217 code of the currency that every reported amount is in.';
