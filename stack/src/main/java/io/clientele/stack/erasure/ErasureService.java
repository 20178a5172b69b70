package io.clientele.stack.erasure;

import io.clientele.connectors.maintenance.Chore;
import io.clientele.connectors.maintenance.MaintenanceService;
import io.clientele.stack.attribution.EffectsChore;
import io.clientele.stack.imports.Line;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.Home;
import io.clientele.stack.parts.Jdks;
import io.clientele.stack.parts.Settings;
import io.clientele.stack.parts.StackLock;
import io.clientele.stack.quality.QualityChore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance of an embedded stack, and between its cycles the erasures and the effects of the channels: never at once, so neither
 * undoes what the other does. The checks of the data, which only read, run beside them.
 */
public final class ErasureService {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureService.class);
    private static final Duration LOCK_PATIENCE = Duration.ofMinutes(5);

    private ErasureService() {}

    /**
     * Runs until the process is ended.
     *
     * @param args the folders of the project and of the home, then what {@link MaintenanceService} takes
     */
    public static void main(String[] args) throws InterruptedException {
        Home home = new Home(Path.of(args[1]));
        Settings settings = Settings.load(home);
        EmbeddedStack stack = EmbeddedStack.of(Path.of(args[0]), home, settings, Jdks.find());
        JobControl jobs = whileStopped -> {
            StackLock lock = StackLock.acquire(home, "erase", LOCK_PATIENCE);
            try {
                stack.jobs().renew(whileStopped, LOG::info);
            } finally {
                lock.close();
            }
        };
        MaintenanceService.run(
                Arrays.copyOfRange(args, 2, args.length),
                Chore.inTurn(
                        new ErasureChore(Line.of(settings), stack.jdbcUrl(), jobs, Clock.systemUTC()),
                        new EffectsChore(stack.jdbcUrl(), Clock.systemUTC()),
                        new QualityChore(
                                stack.jdbcUrl(),
                                stack.project(),
                                settings.checks().leftOut(),
                                settings.checks().interval(),
                                Clock.systemUTC())));
    }
}
