package io.clientele.stack.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void aDelayCountsFromWhenTheProbeWasDueNotFromWhenItWasSent() {
        Probes probes = new Probes(4, 2, new long[] {0, 0});

        probes.seen(0, 2, 3 * SECOND);
        probes.seen(1, 2, 3 * SECOND);

        // due at 0, 0.5, 1 and 1.5 s, all seen at 3 s, whenever the sender got round to sending them
        assertThat(probes.delaysMillis()).containsExactly(new double[] {1500, 2000, 2500, 3000}, within(1e-6));
        assertThat(probes.missing()).isZero();
    }

    @Test
    void eventsOfEarlierRunsDoNotCount() {
        Probes probes = new Probes(2, 1, new long[] {10, 20});

        probes.seen(0, 10, SECOND);
        assertThat(probes.missing()).isEqualTo(2);

        probes.seen(0, 11, SECOND);
        probes.seen(1, 21, 2 * SECOND);
        assertThat(probes.delaysMillis()).containsExactly(new double[] {1000, 1000}, within(1e-6));
    }

    @Test
    void aProbeIsMeasuredOnceAtItsFirstSight() {
        Probes probes = new Probes(1, 1, new long[] {0});

        probes.seen(0, 1, SECOND);
        probes.seen(0, 1, 9 * SECOND);
        probes.seen(0, 5, 9 * SECOND);

        assertThat(probes.delaysMillis()).containsExactly(new double[] {1000}, within(1e-6));
    }
}
