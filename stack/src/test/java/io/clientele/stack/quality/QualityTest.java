package io.clientele.stack.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QualityTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Check LIGHT = new Check("light", "p", Check.Kind.RULE, false, "select 1");
    private static final Check HEAVY = new Check("heavy", "p", Check.Kind.RULE, true, "select 1");

    @Test
    void everyKindOfCheckIsThereAndEachFileSaysKindAndCost() {
        List<Check> all = Check.all(Path.of(".."), List.of());

        assertThat(all.stream().map(Check::kind).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Check.Kind.class));
        assertThat(all).allSatisfy(check -> assertThat(check.purpose()).isNotEmpty());
        assertThat(all).noneMatch(check -> check.sql().endsWith(";"));
    }

    @Test
    void aCheckThatIsLeftOutMustExist() {
        assertThat(Check.all(Path.of(".."), List.of("ranges")))
                .noneMatch(check -> check.name().equals("ranges"));
        assertThatThrownBy(() -> Check.all(Path.of(".."), List.of("rangs"))).hasMessageContainingAll("rangs", "ranges");
    }

    @Test
    void aWrongHeaderIsRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> Check.of("odd", "-- purpose: p\n-- kind: odd\n-- cost: light\nselect 1;\n"))
                .hasMessageContainingAll("sql/checks/odd.sql", "kind: odd", "reconciliation");
        assertThatThrownBy(() -> Check.of("odd", "-- purpose: p\n-- kind: rule\nselect 1;\n"))
                .hasMessageContainingAll("sql/checks/odd.sql", "cost", "heavy");
    }

    @Test
    void aSampleShowsNoTextThatMayBeAnybodysAndNoPersonalNumber() {
        String sample = Sample.of(
                List.of("table_name", "person_id", "customer_id", "somebody", "net_sales", "birth_date"),
                List.of(List.of(
                        "core.orders", "p-1", 17850, "ann@example.com", new BigDecimal("12.50"), "1970-01-01")));

        assertThat(sample)
                .isEqualTo(
                        "table_name=core.orders person_id=*** customer_id=*** somebody=*** net_sales=12.50 birth_date=***");
    }

    @Test
    void aLightCheckIsDueEachIntervalAndAHeavyOneEverySixth() {
        assertThat(due(Map.of(), START)).isNull();
        assertThat(due(Map.of(), START.plus(INTERVAL))).isIn(LIGHT, HEAVY);
        Map<String, Instant> both = Map.of("light", START, "heavy", START);
        assertThat(due(both, START.plus(INTERVAL).minusSeconds(1))).isNull();
        assertThat(due(both, START.plus(INTERVAL))).isEqualTo(LIGHT);
        Map<String, Instant> lightAgain = Map.of("light", START.plus(INTERVAL.multipliedBy(5)), "heavy", START);
        assertThat(due(lightAgain, START.plus(INTERVAL.multipliedBy(5)))).isNull();
        assertThat(due(
                        Map.of("light", START.plus(INTERVAL.multipliedBy(6)), "heavy", START),
                        START.plus(INTERVAL.multipliedBy(6))))
                .isEqualTo(HEAVY);
    }

    @Test
    void whatWasDueFirstIsRunFirst() {
        Instant late = START.plus(INTERVAL.multipliedBy(8));
        assertThat(due(Map.of("light", START.plus(INTERVAL.multipliedBy(6)), "heavy", START), late))
                .isEqualTo(HEAVY);
        assertThat(Set.of(LIGHT, HEAVY)).contains(due(Map.of(), late));
    }

    private static @Nullable Check due(Map<String, Instant> lastRuns, Instant now) {
        return QualityChore.mostOverdue(List.of(LIGHT, HEAVY), lastRuns, START, INTERVAL, now);
    }
}
