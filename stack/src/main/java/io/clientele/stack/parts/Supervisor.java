package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small process that starts again whatever part of a stack dies: a TaskManager that was killed is back within seconds. A part that
 * keeps dying is given longer and longer pauses. It does nothing while a command holds the lock.
 */
public final class Supervisor {

    static final String NAME = "supervisor";

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS_AT_JOBS = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Having lived this long, a part counts as healthy again. */
    private static final Duration RECOVERED = Duration.ofMinutes(2);

    private final EmbeddedStack stack;
    private final Map<String, Deaths> deaths = new HashMap<>();
    private long lastJobs = System.nanoTime();

    private Supervisor(EmbeddedStack stack) {
        this.stack = stack;
    }

    static Launch launch(PartContext context, Path project) throws IOException {
        List<String> command = context.java(context.jdks().java17(), NAME);
        command.addAll(List.of(
                PartContext.QUICK_COMPILER,
                "-Dclientele.log=" + context.home().log(NAME),
                "-Dclientele.java17=" + context.jdks().home17(),
                "-Dclientele.java24=" + context.jdks().home24(),
                "-cp",
                context.distributions().commandLine() + "/*:"
                        + context.distributions().commandLine().resolve("lib") + "/*",
                Supervisor.class.getName(),
                project.toString(),
                context.home().root().toString()));
        return new Launch(command, Map.of());
    }

    /**
     * Watches until its process is ended.
     *
     * @param args the folders of the project and of the home
     */
    public static void main(String[] args) throws InterruptedException {
        Home home = new Home(Path.of(args[1]));
        Supervisor supervisor =
                new Supervisor(EmbeddedStack.of(Path.of(args[0]), home, Settings.load(home), Jdks.find()));
        while (true) {
            supervisor.round();
            supervisor.recoverJobs();
            TimeUnit.MILLISECONDS.sleep(ROUND.toMillis());
        }
    }

    private void round() throws InterruptedException {
        for (Part part : stack.all()) {
            if (isDead(part)
                    && deaths.computeIfAbsent(part.name(), name -> new Deaths()).mayRestart()) {
                Optional<StackLock> lock = StackLock.tryAcquire(stack.home(), NAME);
                if (lock.isPresent()) {
                    restart(part);
                    lock.get().close();
                }
            }
        }
    }

    /** A JobManager that was started again knows no job. */
    private void recoverJobs() throws InterruptedException {
        if (System.nanoTime() - lastJobs < BETWEEN_LOOKS_AT_JOBS.toNanos()) {
            return;
        }
        lastJobs = System.nanoTime();
        Optional<StackLock> lock = StackLock.tryAcquire(stack.home(), NAME);
        if (lock.isEmpty()) {
            return;
        }
        try {
            if (stack.isFlinkReachable()
                    && ChildProcess.find(stack.home(), "taskmanager").isPresent()) {
                stack.jobs().recover(LOG::warn);
            }
        } catch (StackFailure e) {
            LOG.error("cannot bring the jobs back: {}", e.getMessage());
        } finally {
            lock.get().close();
        }
    }

    private boolean isDead(Part part) {
        return ChildProcess.isRecorded(stack.home(), part.name())
                && ChildProcess.find(stack.home(), part.name()).isEmpty();
    }

    private void restart(Part part) throws InterruptedException {
        if (!isDead(part)) {
            return;
        }
        try {
            LOG.warn("{} is gone: starting it again", part.title());
            ChildProcess process = ChildProcess.start(stack.home(), part.name(), part.prepare());
            LOG.info("{} is process {} now", part.title(), process.pid());
        } catch (IOException e) {
            LOG.error("cannot start {}", part.title(), e);
        }
    }

    /** The recent deaths of one part. */
    private static final class Deaths {
        private int recent;
        private long lastStart = System.nanoTime() - RECOVERED.toNanos();

        boolean mayRestart() {
            long sinceStart = System.nanoTime() - lastStart;
            if (sinceStart >= RECOVERED.toNanos()) {
                recent = 0;
            }
            long pause = recent == 0
                    ? 0
                    : Math.min(
                            LONGEST_PAUSE.toNanos(),
                            Duration.ofSeconds(1L << Math.min(recent, 6)).toNanos());
            if (sinceStart < pause) {
                return false;
            }
            recent++;
            lastStart = System.nanoTime();
            return true;
        }
    }
}
