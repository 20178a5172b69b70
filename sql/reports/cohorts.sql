-- purpose: monthly retention as a triangle: of those who first ordered in a month, the share that ordered again 1 to 12 months
--          later
-- grain:   one row per month of the first order
-- sources: mart.customer_cohorts
-- units:   customers in persons, _pct per cent
select
    cohort.cohort,
    max(cohort.cohort_size) as customers,
    max(if(cohort.month_number = 1, cohort.retention_pct)) as month_1_pct,
    max(if(cohort.month_number = 2, cohort.retention_pct)) as month_2_pct,
    max(if(cohort.month_number = 3, cohort.retention_pct)) as month_3_pct,
    max(if(cohort.month_number = 4, cohort.retention_pct)) as month_4_pct,
    max(if(cohort.month_number = 5, cohort.retention_pct)) as month_5_pct,
    max(if(cohort.month_number = 6, cohort.retention_pct)) as month_6_pct,
    max(if(cohort.month_number = 7, cohort.retention_pct)) as month_7_pct,
    max(if(cohort.month_number = 8, cohort.retention_pct)) as month_8_pct,
    max(if(cohort.month_number = 9, cohort.retention_pct)) as month_9_pct,
    max(if(cohort.month_number = 10, cohort.retention_pct)) as month_10_pct,
    max(if(cohort.month_number = 11, cohort.retention_pct)) as month_11_pct,
    max(if(cohort.month_number = 12, cohort.retention_pct)) as month_12_pct
from lake.mart.customer_cohorts as cohort
group by cohort.cohort
order by cohort;
