package io.clientele.stack.cli;

import io.clientele.stack.deployment.Deployment;
import io.clientele.stack.deployment.ServerCheck;
import io.clientele.stack.deployment.Servers;
import io.clientele.stack.deployment.Step;
import io.clientele.stack.deployment.TopicLayout;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deploys on servers of one's own what {@code up} deploys on the embedded ones. */
@Command(
        name = "deploy",
        description = {
            "Makes topics, contracts, tables and views on servers of yours, from the settings that the jobs are given."
                    + " Makes what is missing, changes what differs, never removes or rewrites data; doing it again changes nothing.",
            "The keys of the object store come from CLIENTELE_S3_ACCESS_KEY and CLIENTELE_S3_SECRET_KEY, as for the jobs."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Deploy implements Callable<Integer> {

    private static final Pattern JDBC_URL = Pattern.compile("jdbc:trino://[^/?]+(/([^/?]*)[^?]*)?(\\?.*)?");
    private static final String DEFAULT_USER = "clientele";
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_REPLICAS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The settings of the jobs, the file that they take as --config.")
    private Path config = Path.of("");

    @Option(
            names = "--trino",
            required = true,
            paramLabel = "URL",
            description = "Trino, as jdbc:trino://host:8080/lake; its catalog of this lake must be named lake.")
    private String trino = "";

    @Option(
            names = "--trino-user",
            paramLabel = "USER",
            defaultValue = DEFAULT_USER,
            description = "Whom Trino is asked as; default: ${DEFAULT-VALUE}.")
    private String trinoUser = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Takes the place of a setting in the file, for example an address as it is seen from here.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "Partitions of an event topic that is created; default: " + TopicLayout.DEFAULT_PARTITIONS + ".")
    private int partitions = TopicLayout.DEFAULT_PARTITIONS;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Replicas of a topic that is created; default: the broker's default.")
    private @Nullable Short replication;

    @Option(names = "--dry-run", description = "Only say what would be changed.")
    private boolean isDryRun;

    @Override
    public Integer call() throws InterruptedException {
        TopicLayout layout = layout();
        Servers servers = Servers.of(jobArguments(), trinoInLake(), trinoUser);
        new ServerCheck(servers).requireAnswers();
        PrintWriter out = spec.commandLine().getOut();
        Deployment deployment = new Deployment(servers, Session.project().resolve("sql"), layout, line -> {
            out.println(line);
            out.flush();
        });
        List<Step> steps = isDryRun ? deployment.differences() : deployment.deploy();
        out.println(summary(steps));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private String summary(List<Step> steps) {
        long changes = steps.stream().mapToLong(step -> step.changes().size()).sum();
        String what =
                steps.stream().map(step -> step.total() + " " + step.what()).collect(Collectors.joining(", "));
        if (isDryRun) {
            return changes == 0 ? "nothing would be changed: " + what : changes + " changes would be made: " + what;
        }
        return changes == 0 ? "all is there already, nothing was changed: " + what : "deployed: " + what;
    }

    private List<String> jobArguments() {
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--" + key, value)));
        return arguments;
    }

    private TopicLayout layout() {
        requireWithin("--partitions", partitions, MOST_PARTITIONS);
        if (replication != null) {
            requireWithin("--replication", replication, MOST_REPLICAS);
        }
        return new TopicLayout(partitions, replication);
    }

    private void requireWithin(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw wrong("%s is %d; allowed is a number from 1 to %,d".formatted(option, value, most));
        }
    }

    private String trinoInLake() {
        Matcher url = JDBC_URL.matcher(trino);
        if (!url.matches() || !hasHost(trino)) {
            throw wrong("--trino is '%s'; allowed is an address such as jdbc:trino://host:8080/lake".formatted(trino));
        }
        if (url.group(3) != null && url.group(3).contains("user=") && !trinoUser.equals(DEFAULT_USER)) {
            throw wrong("--trino names a user and so does --trino-user: leave one of them out");
        }
        String catalog = url.group(2);
        if (catalog != null && !catalog.isEmpty() && !catalog.equals(Servers.CATALOG)) {
            throw wrong("--trino names the catalog '%s'; the views are made in, and read, the catalog '%s'"
                    .formatted(catalog, Servers.CATALOG));
        }
        return trino;
    }

    private static boolean hasHost(String jdbcUrl) {
        try {
            return new URI(jdbcUrl.substring("jdbc:".length())).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
