package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S, 90s",
        "10m, PT10M, 10m",
        "10min, PT10M, 10m",
        "60s, PT1M, 1m",
        "2h, PT2H, 2h",
        "250ms, PT0.25S, 250ms"
    })
    void aNumberAndItsUnit(String text, Duration span, String shortest) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(span);
        assertThat(TimeSpan.text(span)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "0s", "ten minutes", "-5s", "1.5h", ""})
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> new TimeSpan().convert(text))
                .hasMessageContaining("is no time span such as 90s, 10m or 1h");
    }
}
