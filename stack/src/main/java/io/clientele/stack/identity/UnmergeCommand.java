package io.clientele.stack.identity;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Decides that two identifiers are not one person's. */
@Command(
        name = "unmerge",
        description = {
            "Decides that two identifiers are not one person's: nothing joins them any more, and each person has its own history again.",
            "It is an event of the log; the newest decision about a pair is in force."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class UnmergeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AssertionOptions options = new AssertionOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.run(Decision.UNMERGE, spec.commandLine().getOut());
    }
}
