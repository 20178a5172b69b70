package io.clientele.stack.parts;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The process that maintains the tables. It runs only while there are tables. */
public final class Maintenance {

    /** A running merge is not cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PartContext context;

    Maintenance(PartContext context) {
        this.context = context;
    }

    /**
     * Starts it if it does not run.
     *
     * @param starts among which it is started
     */
    public void start(Starts starts) {
        if (ChildProcess.find(context.home(), MaintenancePart.NAME).isPresent()) {
            return;
        }
        try {
            starts.start(MaintenancePart.NAME, new MaintenancePart(context).prepare());
        } catch (IOException e) {
            throw new StackFailure("cannot start the maintenance: " + e.getMessage(), e);
        }
    }

    /** Ends it if it runs. */
    public void stop() throws InterruptedException {
        try {
            Optional<ChildProcess> process = ChildProcess.find(context.home(), MaintenancePart.NAME);
            if (process.isPresent()) {
                process.get().stop(PATIENCE);
            }
        } catch (IOException e) {
            throw new StackFailure("cannot end the maintenance: " + e.getMessage(), e);
        }
    }
}
