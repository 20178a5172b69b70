package io.clientele.stack.attribution;

import io.clientele.connectors.maintenance.Chore;
import io.clientele.connectors.trino.TrinoClient;
import io.clientele.connectors.trino.TrinoFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes the removal effects anew when event time has reached another business day, and looks for that now and then. */
public final class EffectsChore implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(EffectsChore.class);

    /** A replay passes a business day every second; nobody needs the effects of each. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(15);

    private final String jdbcUrl;
    private final Clock clock;
    private Instant nextLook;

    public EffectsChore(String jdbcUrl, Clock clock) {
        this.jdbcUrl = jdbcUrl;
        this.clock = clock;
        this.nextLook = clock.instant().plus(BETWEEN_LOOKS);
    }

    @Override
    public void run() {
        if (clock.instant().isBefore(nextLook)) {
            return;
        }
        nextLook = clock.instant().plus(BETWEEN_LOOKS);
        try (TrinoClient trino = TrinoClient.connect(jdbcUrl, "attribution")) {
            ChannelEffects effects = new ChannelEffects(trino, clock);
            effects.due()
                    .flatMap(asOf -> effects.compute())
                    .ifPresent(version -> LOG.info(
                            "removal effects of {} channels as of {}: version {}",
                            version.effects().size(),
                            version.asOf(),
                            version.version()));
        } catch (TrinoFailure failure) {
            LOG.warn("the removal effects were not computed, the next look tries again: {}", failure.getMessage());
        }
    }
}
