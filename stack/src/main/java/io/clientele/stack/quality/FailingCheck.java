package io.clientele.stack.quality;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import java.util.Collection;
import java.util.List;

/**
 * A check whose last result is no pass.
 *
 * @param checkedAt when that was
 * @param detail what it found
 */
public record FailingCheck(String name, String checkedAt, String detail) {

    /**
     * The failing checks of a lake; none before the table of results is made. That the results cannot be read is one, too.
     *
     * @param leftOut checks that do not count
     */
    public static List<FailingCheck> in(String jdbcUrl, Collection<String> leftOut) {
        try (TrinoClient trino = TrinoClient.connect(jdbcUrl, "status")) {
            return new CheckResults(trino)
                    .failing().stream()
                            .filter(check -> !leftOut.contains(check.name()))
                            .toList();
        } catch (TrinoFailure failure) {
            return failure.isOfMissingTable()
                    ? List.of()
                    : List.of(new FailingCheck("results", "now", "cannot be read: " + failure.getMessage()));
        }
    }
}
