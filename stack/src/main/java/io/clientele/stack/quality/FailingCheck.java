package io.clientele.stack.quality;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import io.clientele.stack.StackFailure;
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
     * The failing checks of a lake.
     *
     * @param leftOut checks that do not count
     * @throws StackFailure if Trino cannot say
     */
    public static List<FailingCheck> in(String jdbcUrl, Collection<String> leftOut) {
        try (TrinoClient trino = TrinoClient.connect(jdbcUrl, "status")) {
            return new CheckResults(trino)
                    .failing().stream()
                            .filter(check -> !leftOut.contains(check.name()))
                            .toList();
        } catch (TrinoFailure failure) {
            throw new StackFailure("the results of the checks cannot be read: " + failure.getMessage(), failure);
        }
    }
}
