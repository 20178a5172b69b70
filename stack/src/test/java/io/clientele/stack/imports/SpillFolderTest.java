package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFolderTest {
    @TempDir
    Path parent;

    @Test
    void theFolderGoesWithAllThatIsInIt() throws IOException {
        Path path;
        try (SpillFolder folder = SpillFolder.in(parent)) {
            path = folder.path();
            Files.writeString(path.resolve("run-0"), "spilled");
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void whatAKilledImportLeftIsRemovedAndARunningOneIsLeftAlone() throws IOException {
        Path dead = Files.createDirectories(parent.resolve("work-999999999-1"));
        Files.writeString(dead.resolve("run-0"), "spilled");
        Path refused = Files.writeString(parent.resolve("orders.csv.refused.csv"), "kept");
        try (SpillFolder running = SpillFolder.in(parent)) {
            try (SpillFolder folder = SpillFolder.in(parent)) {
                assertThat(dead).doesNotExist();
                assertThat(running.path()).exists();
                assertThat(folder.path()).isNotEqualTo(running.path());
            }
        }

        assertThat(refused).exists();
    }
}
