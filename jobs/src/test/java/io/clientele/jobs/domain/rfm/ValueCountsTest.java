package io.clientele.jobs.domain.rfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ValueCountsTest {

    @Property
    void quintileCutsAreTheTypeSevenQuantiles(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(min = -50, max = 1_000_000) Long> values) {
        ValueCounts counts = new ValueCounts();
        values.forEach(value -> counts.add(value, 1));

        long[] cuts = counts.quintileCuts();

        List<Long> sorted = values.stream().sorted().toList();
        for (int cut = 0; cut < cuts.length; cut++) {
            assertThat(BigDecimal.valueOf(cuts[cut], 1)).isEqualByComparingTo(typeSeven(sorted, cut + 1));
        }
    }

    /** Q(p) = x[j] + g (x[j+1] − x[j]) with j + g = (n − 1) p, ranks from 0, written down once more. */
    private static BigDecimal typeSeven(List<Long> sorted, int fifths) {
        BigDecimal rank = BigDecimal.valueOf((sorted.size() - 1L) * fifths).divide(BigDecimal.valueOf(5));
        int below = rank.intValue();
        BigDecimal share = rank.subtract(BigDecimal.valueOf(below));
        BigDecimal low = BigDecimal.valueOf(sorted.get(below));
        BigDecimal high = BigDecimal.valueOf(sorted.get(Math.min(below + 1, sorted.size() - 1)));
        return low.add(share.multiply(high.subtract(low)));
    }

    @Property
    void representativesKeepTheOrderAndStayWithinTheStatedError(
            @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long value) {
        long representative = ValueCounts.representative(value);

        assertThat(Math.abs((double) value - representative))
                .isLessThanOrEqualTo(Math.abs(value) * ValueCounts.RELATIVE_ERROR);
        assertThat(ValueCounts.representative(value + 1)).isGreaterThanOrEqualTo(representative);
    }

    @Test
    void groupingKeepsThePopulationAndBoundsTheSize() {
        ValueCounts counts = new ValueCounts();
        for (long value = 0; value < 100_000; value++) {
            counts.add(value, 1);
        }

        ValueCounts grouped = counts.grouped();

        assertThat(grouped.population()).isEqualTo(100_000);
        assertThat(grouped.distinct()).isLessThan(10_000);
    }

    @Test
    void takingOutWhatIsNotThereIsRefused() {
        assertThatThrownBy(() -> new ValueCounts().add(7, -1)).hasMessageContaining("value 7");
    }

    @Test
    void anEmptyPopulationHasNoQuantiles() {
        assertThatThrownBy(() -> new ValueCounts().quintileCuts()).isInstanceOf(IllegalStateException.class);
    }
}
