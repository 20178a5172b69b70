package io.clientele.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;

/**
 * Releases changed contracts: writes each as the next version beside its earlier ones. Not one of the tests that a build
 * runs, but started by name: {@code mvn -pl schemas test -Dtest=FreezeContracts}. Commit the files it writes.
 */
class FreezeContracts {
    private static final Path FOLDER = Path.of("src/main/resources/contracts");

    @Test
    void freeze() throws IOException {
        for (EventContract contract : Contracts.all()) {
            List<Schema> released = FrozenContracts.of(contract);
            if (!released.isEmpty() && released.get(released.size() - 1).equals(contract.schema())) {
                continue;
            }
            assertThat(ContractEvolution.problems(contract.schema(), released))
                    .as("what forbids releasing %s", contract.subject())
                    .isEmpty();
            Path file = FOLDER.resolve(FrozenContracts.fileName(contract, released.size() + 1));
            Files.createDirectories(FOLDER);
            Files.writeString(file, SchemaFormatter.format("json/pretty", contract.schema()) + "\n");
        }
    }
}
