package io.clientele.stack.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelaysTest {
    @ParameterizedTest
    @CsvSource({"0.5, 50", "0.95, 95", "0.99, 99", "1, 100", "0.001, 1"})
    void aQuantileIsADelayThatWasMeasured(double share, double expected) {
        double[] sorted = DoubleStream.iterate(1, delay -> delay + 1).limit(100).toArray();

        assertThat(Delays.quantile(sorted, share)).isEqualTo(expected);
    }

    @Test
    void theQuantilesOfOneDelayAreIt() {
        assertThat(Delays.quantile(new double[] {7}, 0.5)).isEqualTo(7);
    }

    @Test
    void theHistogramHasEveryDelayAndFitsAScreen() {
        assertThat(Delays.histogram(new double[] {0, 100, 600, 1200}))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("  0.0- 0.5 s       2  ");
        assertThat(Delays.histogram(new double[] {1, 60_000})).hasSizeLessThanOrEqualTo(17);
    }
}
