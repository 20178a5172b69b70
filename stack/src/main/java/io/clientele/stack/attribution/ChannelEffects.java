package io.clientele.stack.attribution;

import io.clientele.connectors.trino.TrinoClient;
import io.clientele.jobs.domain.attribution.ChannelChain;
import io.clientele.jobs.domain.attribution.ChannelChain.Passages;
import io.clientele.jobs.domain.attribution.ChannelEffect;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Computes the removal effects and writes them as the next version, in one commit. */
final class ChannelEffects {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'").withZone(ZoneOffset.UTC);

    private final TrinoClient trino;
    private final Clock clock;

    /** @param clock says when a version was computed, and nothing else */
    ChannelEffects(TrinoClient trino, Clock clock) {
        this.trino = trino;
        this.clock = clock;
    }

    /**
     * A version that was computed.
     *
     * @param ways the ways it is made of
     * @param orders those of them that led to an order
     */
    record Version(long version, LocalDate asOf, long ways, long orders, List<ChannelEffect> effects) {}

    /** The business date that event time has reached, where it is a later one than that of the newest version. */
    Optional<LocalDate> due() {
        List<List<@Nullable Object>> dates = trino.query("""
                select cast(cut.as_of_date as varchar)
                from (select max(as_of_date) as as_of_date from lake.core.rfm_thresholds) as cut
                cross join (select max(as_of_date) as as_of_date from lake.core.channel_effects) as effect
                where effect.as_of_date is null or effect.as_of_date < cut.as_of_date""");
        return dates.stream()
                .map(row -> row.get(0))
                .filter(Objects::nonNull)
                .map(date -> LocalDate.parse(date.toString()))
                .findFirst();
    }

    /** Computes a version of all ways that are known now; empty when none led to an order. */
    Optional<Version> compute() {
        List<List<@Nullable Object>> place = trino.query("""
                select coalesce(max(effect.effect_version), 0) + 1, cast(coalesce(
                    (select max(as_of_date) from lake.core.rfm_thresholds),
                    (select cast(max(ended_at) as date) from lake.core.journey_paths)
                ) as varchar)
                from lake.core.channel_effects as effect""");
        ChannelChain chain = new ChannelChain(
                trino.query("select from_state, to_state, path_count from lake.core.channel_transitions").stream()
                        .map(row -> new Passages(
                                String.valueOf(row.get(0)), String.valueOf(row.get(1)), number(row.get(2))))
                        .toList());
        List<ChannelEffect> effects = chain.effects();
        if (effects.isEmpty()) {
            return Optional.empty();
        }
        Version version = new Version(
                number(place.get(0).get(0)),
                LocalDate.parse(String.valueOf(place.get(0).get(1))),
                chain.ways(),
                chain.orders(),
                effects);
        write(version, clock.instant());
        return Optional.of(version);
    }

    private void write(Version version, Instant now) {
        trino.update(
                "insert into lake.core.channel_effects (effect_version, as_of_date, channel, path_count, order_count,"
                        + " removal_effect, credited_orders, computed_at) values "
                        + version.effects().stream()
                                .map(effect -> "(%d, date '%s', '%s', %d, %d, double '%s', double '%s', timestamp '%s')"
                                        .formatted(
                                                version.version(),
                                                version.asOf(),
                                                effect.channel().replace("'", "''"),
                                                version.ways(),
                                                version.orders(),
                                                plain(effect.removalEffect()),
                                                plain(effect.creditedOrders()),
                                                TIMESTAMP.format(now)))
                                .collect(Collectors.joining(", ")));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).toString();
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("a count was " + value);
    }
}
