package io.clientele.stack.identity;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Decides that two identifiers are one person's. */
@Command(
        name = "merge",
        description = {
            "Decides that two identifiers are one person's, also across two customer numbers.",
            "It is an event of the log; the newest decision about a pair is in force."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MergeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AssertionOptions options = new AssertionOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.run(Decision.MERGE, spec.commandLine().getOut());
    }
}
