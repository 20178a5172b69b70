package io.clientele.jobs.domain.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is kept of an identifier.
 *
 * @param personId the person it belongs to: the pointer
 * @param seenAt the earliest time at which it was seen or linked, epoch microseconds; {@link Long#MAX_VALUE} if never
 * @param reportedAt the same without its links: what is left of it when they are forgotten
 * @param customerIds with how many different customer numbers it is linked
 * @param newestLink the pair of the link that heads its list of links, empty for none; the list goes on in
 *     {@link LinkState}. It lacks the links that were new when one of their ends was shared already
 * @param decided the identifiers ({@code type:value}) with which it was ever explicitly merged or unmerged
 */
public record IdentifierState(
        String personId, long seenAt, long reportedAt, int customerIds, String newestLink, List<String> decided) {

    static IdentifierState alone(Identifier identifier, long seenAt) {
        return new IdentifierState(identifier.personId(), seenAt, Evidence.NEVER, 0, "", List.of());
    }

    IdentifierState pointingAt(String person) {
        return new IdentifierState(person, seenAt, reportedAt, customerIds, newestLink, decided);
    }

    IdentifierState seenAt(long at) {
        return new IdentifierState(personId, at, reportedAt, customerIds, newestLink, decided);
    }

    IdentifierState reportedAt(long at) {
        return new IdentifierState(personId, seenAt, at, customerIds, newestLink, decided);
    }

    /** Without the links and decisions of identifiers that are forgotten; the rest of its links put it at {@code linkedAt}. */
    IdentifierState without(Set<String> forgotten, int fewerCustomerIds, long linkedAt) {
        return new IdentifierState(
                personId,
                Math.min(reportedAt, linkedAt),
                reportedAt,
                customerIds - fewerCustomerIds,
                newestLink,
                decided.stream().filter(other -> !forgotten.contains(other)).toList());
    }

    /** Whether nothing is said of it any more. */
    boolean isNothing() {
        return seenAt == Evidence.NEVER && decided.isEmpty();
    }

    IdentifierState withCustomerId() {
        return new IdentifierState(personId, seenAt, reportedAt, customerIds + 1, newestLink, decided);
    }

    IdentifierState withLink(String pair) {
        return new IdentifierState(personId, seenAt, reportedAt, customerIds, pair, decided);
    }

    IdentifierState decidedWith(Identifier other) {
        List<String> more = new ArrayList<>(decided);
        more.add(other.text());
        return new IdentifierState(personId, seenAt, reportedAt, customerIds, newestLink, more);
    }
}
