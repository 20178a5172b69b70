package io.clientele.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Path FILE = Path.of("clientele.properties");

    @Test
    void everythingHasADefault() {
        Settings settings = Settings.of(Map.of(), FILE);

        assertThat(settings.address(Port.TRINO)).isEqualTo("127.0.0.1:17080");
        assertThat(settings.address(Port.KAFKA)).isEqualTo("127.0.0.1:17092");
        assertThat(settings.heap("trino")).isEqualTo(1024);
        assertThat(settings.slots()).isEqualTo(8);
        assertThat(settings.checkpointSeconds()).isEqualTo(2);
        assertThat(settings.checks()).isEqualTo(new Settings.Checks(Duration.ofMinutes(10), List.of()));
        assertThat(settings.jobs()).isEmpty();
    }

    @Test
    void onePortMovesAloneAndTheBaseMovesAll() {
        Settings settings = Settings.of(Map.of("ports.base", "27000", "ports.flink", "8081"), FILE);

        assertThat(settings.port(Port.TRINO)).isEqualTo(27_080);
        assertThat(settings.port(Port.FLINK)).isEqualTo(8081);
    }

    @Test
    void whatTheJobsKnowIsHandedToThem() {
        assertThat(Settings.of(Map.of("rfm.look-back", "365"), FILE).jobs())
                .containsExactly(Map.entry("rfm.look-back", "365"));
        assertThat(Settings.of(Map.of("lake.catalog.uri", "http://127.0.0.1:8181"), FILE)
                        .jobs())
                .containsExactly(Map.entry("lake.catalog.uri", "http://127.0.0.1:8181"));
    }

    @ParameterizedTest
    @CsvSource({
        "ports.trino, 99999, a whole number from 1 to 65535",
        "memory.kafka, lots, a size such as 512 MiB",
        "flink.slots, 0, a whole number from 1 to 64",
        "ports.trio, 1, unknown setting ports.trio",
        "checks.interval-minutes, 0, a whole number from 1 to 10080",
        "ports.trino, 17092, ports.trino and ports.kafka are both 17092"
    })
    void whatCannotBeRightIsRefusedWithWhatIsAllowed(String key, String value, String message) {
        assertThatThrownBy(() -> Settings.of(Map.of(key, value), FILE))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"512m, 512", "512 MiB, 512", "2g, 2048", "2 GiB, 2048"})
    void sizesCarryTheirUnit(String text, int megabytes) {
        assertThat(Settings.of(Map.of("memory.trino", text), FILE).heap("trino"))
                .isEqualTo(megabytes);
    }
}
