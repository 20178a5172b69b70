package io.clientele.stack.identity;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at persons and their identifiers, and corrects them. */
@Command(
        name = "identity",
        description = {
            "Shows the person behind an identifier, or decides that two identifiers are one person's or not.",
            "An identifier is written as type:value, for example loyalty_id:4711; a value alone is a customer number."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ShowCommand.class, MergeCommand.class, UnmergeCommand.class})
public final class IdentityCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, for example: clientele identity show customer_id:17850");
    }
}
