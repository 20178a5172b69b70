package io.clientele.connectors.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceOptionsTest {
    private static final String URL = "jdbc:trino://127.0.0.1:8080";

    @Test
    void hasADefaultForAllButTheUrl() {
        assertThat(MaintenanceOptions.parse("--jdbc-url", URL))
                .isEqualTo(new MaintenanceOptions(URL, false, MaintenanceSettings.defaults()));
        assertThat(MaintenanceSettings.defaults())
                .isEqualTo(new MaintenanceSettings(
                        "lake",
                        Duration.ofSeconds(30),
                        10,
                        500_000,
                        Duration.ofHours(1),
                        100,
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(30),
                        Duration.ofDays(1),
                        Duration.ofDays(7)));
    }

    @Test
    void readsEveryOption() {
        MaintenanceOptions options = MaintenanceOptions.parse(
                "--jdbc-url",
                URL,
                "--once",
                "--catalog",
                "pond",
                "--interval",
                "500ms",
                "--merges-per-optimize",
                "3",
                "--max-rows-per-merge",
                "7",
                "--optimize-interval",
                "2h",
                "--files-per-optimize",
                "9",
                "--expire-interval",
                "3m",
                "--snapshot-retention",
                "4s",
                "--orphan-interval",
                "5d",
                "--orphan-retention",
                "72h");

        assertThat(options)
                .isEqualTo(new MaintenanceOptions(
                        URL,
                        true,
                        new MaintenanceSettings(
                                "pond",
                                Duration.ofMillis(500),
                                3,
                                7,
                                Duration.ofHours(2),
                                9,
                                Duration.ofMinutes(3),
                                Duration.ofSeconds(4),
                                Duration.ofDays(5),
                                Duration.ofDays(3))));
    }

    @ParameterizedTest
    @CsvSource({
        "--intervall 3s, --intervall",
        "--interval 30, --interval must be a number with ms",
        "--interval 0s, interval must be more than nothing",
        "--merges-per-optimize many, but is",
        "--merges-per-optimize 0, merges-per-optimize must be at least 1",
        "--files-per-optimize 0, files-per-optimize must be at least 1",
        "--orphan-retention 2h, removed before it commits them",
        "--interval, needs a value"
    })
    void refusesWrongOptionsByName(String wrong, String explanation) {
        String[] words = ("--jdbc-url " + URL + " " + wrong).split(" ", -1);

        assertThatThrownBy(() -> MaintenanceOptions.parse(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(explanation);
    }

    @Test
    void needsTheUrl() {
        assertThatThrownBy(() -> MaintenanceOptions.parse("--once")).hasMessageContaining("--jdbc-url");
        assertThatThrownBy(() -> MaintenanceOptions.parse("--jdbc-url", "http://x"))
                .hasMessageContaining("http://x");
    }
}
