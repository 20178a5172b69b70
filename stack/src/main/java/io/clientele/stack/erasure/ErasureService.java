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
import io.clientele.stack.rebuild.Rebuilds;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
        JobControl jobs = new JobsOfStack(stack);
        MaintenanceService.run(
                Arrays.copyOfRange(args, 2, args.length),
                Chore.inTurn(
                        new ErasureChore(Line.of(settings), stack.jdbcUrl(), jobs, home.imports(), Clock.systemUTC()),
                        new EffectsChore(stack.jdbcUrl(), Clock.systemUTC()),
                        new QualityChore(
                                stack.jdbcUrl(),
                                stack.project(),
                                settings.checks().leftOut(),
                                settings.checks().interval(),
                                Clock.systemUTC())));
    }

    /** Holds the lock of the stack while it changes something. */
    private record JobsOfStack(EmbeddedStack stack) implements JobControl {
        @Override
        public void renew(Runnable whileStopped) throws InterruptedException {
            StackLock lock = lock();
            try {
                // one may have begun since the pass did
                new Rebuilds(stack).dropAll();
                stack.jobs().renew(whileStopped, LOG::info);
            } finally {
                lock.close();
            }
        }

        @Override
        public void resume() throws InterruptedException {
            StackLock lock = lock();
            try {
                stack.jobs().resume(LOG::info);
            } finally {
                lock.close();
            }
        }

        @Override
        public List<String> dropRebuilds() throws InterruptedException {
            StackLock lock = lock();
            try {
                return new Rebuilds(stack).dropAll();
            } finally {
                lock.close();
            }
        }

        private StackLock lock() throws InterruptedException {
            return StackLock.acquire(stack.home(), "erase", LOCK_PATIENCE);
        }
    }
}
