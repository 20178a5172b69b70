package io.clientele.jobs.domain.identity;

import java.io.Serializable;

/**
 * How far observed links may go; explicit merges may go further. A change of the rules needs a rebuild: what was decided
 * by the old ones is state.
 *
 * @param customerIdsPerPerson customer numbers that links may bring together in one person
 * @param othersPerPerson identifiers of each other type that links may bring together in one person
 * @param customerIdsPerIdentifier an identifier linked with more different customer numbers than this is shared (a
 *     family's tablet, a shop's till): it links nothing, and never did
 */
public record IdentityRules(int customerIdsPerPerson, int othersPerPerson, int customerIdsPerIdentifier)
        implements Serializable {

    /** One customer number and five of any other type per person; shared from the fourth customer number on. */
    public static final IdentityRules DEFAULT = new IdentityRules(1, 5, 3);

    /** @throws IllegalArgumentException if a limit is not positive */
    public IdentityRules {
        requirePositive("customer ids per person", customerIdsPerPerson);
        requirePositive("other identifiers per person", othersPerPerson);
        requirePositive("customer ids per identifier", customerIdsPerIdentifier);
    }

    /** How many identifiers of a type links may bring together in one person. */
    public int limit(IdentifierType type) {
        return type == IdentifierType.CUSTOMER_ID ? customerIdsPerPerson : othersPerPerson;
    }

    /** Whether an identifier that is linked with so many different customer numbers is shared. */
    public boolean isShared(int customerIds) {
        return customerIds > customerIdsPerIdentifier;
    }

    private static void requirePositive(String what, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(what + ": " + limit + ", must be at least 1");
        }
    }
}
