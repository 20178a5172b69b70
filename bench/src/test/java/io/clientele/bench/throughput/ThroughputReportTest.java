package io.clientele.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.bench.ShopPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputReportTest {

    private static final Contender FULL = Contender.parse("limit-full");
    private static final Contender PROJECTED = Contender.parse("limit-projected");
    private static final Contender OURS = Contender.parse("clientele:heap");
    private static final Digest RIGHT = new Digest(200, 77);
    private static final Digest WRONG = new Digest(200, 78);

    @Test
    void comparesTheMedianWithTheFasterLimit() {
        ThroughputReport report = report(
                run(FULL, 5, Digest.NONE),
                run(PROJECTED, 2, Digest.NONE),
                run(OURS, 8, RIGHT),
                run(OURS, 4, RIGHT),
                run(OURS, 5, RIGHT));

        assertThat(report.markdown())
                .contains("| clientele:heap | 200 | 125–250 | 0.40 |", "| limit-projected | 500 | 500–500 | 1.00 |");
        assertThat(report.isEveryDigestRight()).isTrue();
    }

    @Test
    void anEngineWithWrongRowsHasNoBar() throws Exception {
        ThroughputReport report =
                report(run(FULL, 5, Digest.NONE), run(PROJECTED, 2, Digest.NONE), run(OURS, 4, WRONG));

        assertThat(report.isEveryDigestRight()).isFalse();
        assertThat(report.markdown()).contains("| **wrong** |");
        assertThat(report.picture()).contains("wrong rows").doesNotContain(">250<");
        assertThat(report.json()).contains("\"digest\" : \"" + WRONG + "\"");
    }

    private static ThroughputReport report(ThroughputReport.Run... runs) {
        return new ThroughputReport(
                "bench/run throughput",
                "a machine",
                new ShopPlan(200, 2, 0, 2, 2, 7),
                new TopicLoader.Loaded(1212, RIGHT),
                10,
                0.25,
                2048,
                List.of(runs));
    }

    private static ThroughputReport.Run run(Contender contender, double cpuSeconds, Digest digest) {
        return new ThroughputReport.Run(1, contender, new Measured(1000, 3, cpuSeconds, 0.1, 1 << 20, 1 << 20, digest));
    }
}
