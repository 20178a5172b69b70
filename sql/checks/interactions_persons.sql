-- purpose: every contact that names somebody is a person's whom core.persons knows, or a single identifier's whose hash is the
--          person; returns no row when that is so
-- grain:   one row per person that is neither
-- sources: core.interactions, core.persons
-- units:   contacts in rows of the timeline
-- kind:    reference
-- cost:    heavy
select
    contact.person_id,
    contact.known_person_id,
    count(*) as contacts
from lake.core.interactions as contact
left join lake.core.persons as person
    on person.person_id = contact.person_id
where contact.known_person_id is distinct from person.person_id
    or contact.known_person_id <> contact.person_id
group by contact.person_id, contact.known_person_id
order by contact.person_id, contact.known_person_id;
