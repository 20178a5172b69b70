-- purpose: how many persons may be contacted for what and on which channel, and why the others may not
-- grain:   one row per purpose and channel
-- sources: core.contactable
-- units:   counts in persons who are known by an address or a word on the matter, contactable_pct per cent of them
select
    contact.purpose,
    contact.channel,
    count(*) as people,
    count_if(contact.is_contactable) as contactable,
    cast(100e0 * count_if(contact.is_contactable) / count(*) as decimal(5, 2)) as contactable_pct,
    count_if(contact.is_contactable and contact.consent_basis = 'consent') as by_consent,
    count_if(contact.is_contactable and contact.consent_basis = 'double_opt_in') as by_double_opt_in,
    count_if(contact.is_contactable and contact.consent_basis = 'soft_opt_in') as by_soft_opt_in,
    count_if(contact.reason = 'no_consent') as no_consent,
    count_if(contact.reason = 'consent_withdrawn') as withdrawn,
    count_if(contact.reason = 'unsubscribed') as unsubscribed,
    count_if(contact.reason = 'complained') as complained,
    count_if(contact.reason in ('soft_opt_in_scope', 'soft_opt_in_without_order')) as soft_opt_in_too_far,
    count_if(contact.reason = 'no_address') as no_address,
    count_if(contact.reason = 'hard_bounce') as hard_bounce
from lake.core.contactable as contact
group by contact.purpose, contact.channel
order by contact.purpose, contact.channel;
