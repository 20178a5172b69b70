package io.clientele.stack.cli;

import io.clientele.connectors.maintenance.MaintenanceService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Maintains the tables on servers of one's own; those of the embedded stack are maintained by itself. */
@Command(
        name = "maintain",
        description = {
            "Maintains the tables of a line on servers of yours, until it is told to stop: merges changes, compacts, expires snapshots,"
                    + " removes orphans, all through Trino. Run one, always. What it does is in core.maintenance_runs, and here.",
            "A password for Trino comes from CLIENTELE_TRINO_PASSWORD."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Maintain implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--trino",
            required = true,
            paramLabel = "URL",
            description = "Trino, as jdbc:trino://host:8080/lake, or jdbc:trino://host:443/lake?SSL=true&user=NAME.")
    private String trino = "";

    @Option(names = "--once", description = "One cycle, for cron; exit status 1 when a task of it failed.")
    private boolean isOnce;

    @Parameters(
            paramLabel = "OPTION",
            arity = "0..*",
            description =
                    "After --, the times and sizes of the maintenance, such as -- --interval 1m; a wrong one lists all.")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--jdbc-url", Session.trino(spec, trino)));
        if (isOnce) {
            arguments.add("--once");
        }
        arguments.addAll(more);
        MaintenanceService.main(arguments.toArray(String[]::new));
        return CommandLine.ExitCode.OK;
    }
}
