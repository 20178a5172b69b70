package io.clientele.stack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.parts.EmbeddedStack;
import io.clientele.stack.parts.JobState;
import io.clientele.stack.parts.PartStatus;
import io.clientele.stack.quality.FailingCheck;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how every part is. */
@Command(
        name = "status",
        description =
                "Shows each part: address, health, memory; and the checks of the data that fail. Exit status 0 only if all of it can be used.",
        mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean isJson;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        EmbeddedStack stack = Session.stack();
        List<PartStatus> parts = stack.status();
        List<JobState> jobs = stack.isFlinkReachable() ? stack.jobs().list() : List.of();
        long memory = parts.stream()
                .mapToLong(PartStatus::residentMegabytes)
                .filter(size -> size > 0)
                .sum();
        List<FailingCheck> checks = failingChecks(stack, parts);
        boolean isHealthy = parts.stream().allMatch(part -> part.health().isUsable())
                && jobs.stream().allMatch(job -> job.isUsable() || !job.isWanted())
                && checks.isEmpty();
        if (isJson) {
            out.println(new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Map.of(
                            "healthy", isHealthy,
                            "residentMegabytes", memory,
                            "parts", parts,
                            "jobs", jobs,
                            "failingChecks", checks)));
        } else {
            TextTable table = new TextTable("part", "address", "health", "pid", "memory");
            for (PartStatus part : parts) {
                table.row(
                        part.name(),
                        part.address() == null ? "" : part.address(),
                        (part.health().isUsable() ? "ok: " : "DOWN: ")
                                + part.health().detail(),
                        part.pid() == null ? "" : String.valueOf(part.pid()),
                        part.residentMegabytes() < 0 ? "" : part.residentMegabytes() + " MiB");
            }
            for (JobState job : jobs) {
                String detail = job.isWanted() ? job.detail() : "stopped";
                table.row(
                        "job " + job.name(),
                        "",
                        (job.isUsable() ? "ok: " : job.isWanted() ? "DOWN: " : "") + detail,
                        "",
                        "");
            }
            for (FailingCheck check : checks) {
                table.row(
                        "check " + check.name(), "", "FAILED: " + check.detail() + ", at " + check.checkedAt(), "", "");
            }
            table.row("", "", isHealthy ? "all usable" : "not all usable", "", memory + " MiB");
            table.print(out);
        }
        out.flush();
        return isHealthy ? 0 : 1;
    }

    /** Those whose last result is no pass; none while Trino cannot say. */
    private static List<FailingCheck> failingChecks(EmbeddedStack stack, List<PartStatus> parts) {
        boolean isTrinoUsable = parts.stream()
                .anyMatch(part -> part.name().equals("trino") && part.health().isUsable());
        return isTrinoUsable
                ? FailingCheck.in(stack.jdbcUrl(), stack.settings().checks().leftOut())
                : List.of();
    }
}
