package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;

/** What tests of the running line say again and again. */
final class LineAssertions {

    private LineAssertions() {}

    /** The command ended well; else what it printed. */
    static void succeeds(RunningStack.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
    }

    /** Every check of {@code sql/checks}, as it stands there, returns no row. */
    static void assertChecksFindNothing(RunningStack stack) throws IOException, SQLException {
        try (Stream<Path> checks = Files.list(StackExtension.project().resolve("sql/checks"))) {
            for (Path check : checks.sorted().toList()) {
                assertThat(stack.query(Files.readString(check).strip().replaceFirst(";$", "")))
                        .as(check.getFileName().toString())
                        .isEmpty();
            }
        }
    }
}
