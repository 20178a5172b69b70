package io.clientele.jobs.domain.identity;

import java.util.List;
import java.util.Set;

/**
 * Identifiers that belong together.
 *
 * @param representative the member first seen; of equally old ones the smallest. The person is named after it
 * @param ties what joined the members, in no particular order
 */
public record Person(Identifier representative, Set<Identifier> members, List<Tie> ties) {

    public Person {
        members = Set.copyOf(members);
        ties = List.copyOf(ties);
    }

    /** The person's id, a pure function of the members and their first-seen times. */
    public String id() {
        return representative.personId();
    }
}
