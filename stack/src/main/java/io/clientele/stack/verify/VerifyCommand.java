package io.clientele.stack.verify;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Puts a line of its own through the fault matrix. This says what is to be run; the {@code clientele} script runs it, because Maven
 * builds anew what this process is made of.
 */
@Command(
        name = "verify",
        description =
                "Builds, starts a stack of its own, makes faults in it under load, and compares all that the line has made with a recomputation. Exit status 0 only if every row is exact.",
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    /** Where the script wants to be told: a file that gets an argument of Maven per line. */
    private static final String PLAN = "clientele.plan";

    @Option(
            names = "--faults",
            paramLabel = "N,N|all",
            defaultValue = FaultRow.QUICK,
            description =
                    "Rows of the matrix, in the order to be made; without, ${DEFAULT-VALUE}. docs/faults.md has them all.")
    private String faults = FaultRow.QUICK;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the load and of random times; printed, and a new one without.")
    private @Nullable Long seed;

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How often each fault is made, each time by the next seed, before the line is looked at; without, ${DEFAULT-VALUE}.")
    private int times = 1;

    @Override
    public Integer call() {
        List<FaultRow> rows = FaultRow.named(faults);
        if (times < 1) {
            throw new StackFailure("--times is " + times + ", not 1 or more");
        }
        String plan = System.getProperty(PLAN, "");
        if (plan.isEmpty()) {
            throw new StackFailure("verify is run by the script: ./clientele verify");
        }
        try {
            Files.write(
                    Path.of(plan),
                    List.of(
                            "-Dfaults="
                                    + rows.stream()
                                            .map(row -> String.valueOf(row.number()))
                                            .collect(Collectors.joining(",")),
                            "-Dseed=" + (seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed),
                            "-Dtimes=" + times));
        } catch (IOException e) {
            throw new StackFailure("cannot write " + plan + ": " + e.getMessage(), e);
        }
        return 0;
    }
}
