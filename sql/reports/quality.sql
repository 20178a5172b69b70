-- purpose: the last result of each check, the failing ones first
-- grain:   one row per check
-- sources: mart.data_quality
-- units:   failures in rows, checked_at a UTC instant
select
    quality.name as check_name,
    quality.is_passed,
    quality.value as failures,
    quality.measured_at as checked_at
from lake.mart.data_quality as quality
where quality.subject = 'check'
order by quality.is_passed, quality.name;
