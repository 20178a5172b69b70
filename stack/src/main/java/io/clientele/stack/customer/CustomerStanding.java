package io.clientele.stack.customer;

import io.clientele.stack.imports.TrinoAnswers;
import java.util.List;

/** Where a customer stands with the shop, as texts; what is null is the empty text. Times are in UTC. */
final class CustomerStanding {
    static final List<String> LOYALTY = List.of("tier", "since", "points", "earned", "spent");
    static final List<String> CONSENT =
            List.of("purpose", "channel", "allowed", "why_not", "consent", "basis", "since");

    private CustomerStanding() {}

    /** The row of {@code core.loyalty_status}; none of whom is no member. */
    static List<List<String>> loyalty(TrinoAnswers trino, String personId) {
        return trino.texts("""
                select
                    loyalty_tier, date_format(tier_since_at, '%%Y-%%m-%%d'), cast(points_balance as varchar),
                    cast(points_earned as varchar), cast(points_spent as varchar)
                from lake.core.loyalty_status
                where person_id = '%s'
                """.formatted(personId));
    }

    /** The rows of {@code core.contactable}, by purpose and channel. */
    static List<List<String>> consents(TrinoAnswers trino, String personId) {
        return trino.texts("""
                select
                    purpose, channel, if(is_contactable, 'yes', 'no'), reason, consent_status, consent_basis,
                    date_format(consent_at, '%%Y-%%m-%%d')
                from lake.core.contactable
                where person_id = '%s'
                order by purpose, channel
                """.formatted(personId));
    }
}
