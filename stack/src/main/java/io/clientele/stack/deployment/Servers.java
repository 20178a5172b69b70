package io.clientele.stack.deployment;

import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.kafka.KafkaSettings;
import io.clientele.jobs.settings.InvalidOption;
import io.clientele.jobs.settings.JobSettings;
import io.clientele.jobs.settings.SourcePriority;
import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.EmbeddedStack;
import java.time.ZoneId;
import java.util.List;

/**
 * The servers that the line is deployed on, embedded or elsewhere, and how the business counts there.
 *
 * @param kafka brokers and schema registry
 * @param lake where the tables are
 * @param trino JDBC address of a Trino that knows the lake as its catalog {@value #CATALOG}
 * @param trinoUser the user whom Trino is asked as
 * @param zone zone of business days
 * @param currency currency of all reported amounts, ISO 4217
 * @param sourcePriorities whose word about a customer weighs more
 * @param funnelsFile where the funnels are declared; empty for the project's own file
 */
public record Servers(
        KafkaSettings kafka,
        LakeSettings lake,
        String trino,
        String trinoUser,
        ZoneId zone,
        String currency,
        List<SourcePriority> sourcePriorities,
        String funnelsFile) {

    /** The name that the views have for the lake's catalog. */
    public static final String CATALOG = "lake";

    /**
     * The servers that the jobs are told of, and Trino, which they do not need.
     *
     * @param jobArguments what the main class of a job takes
     * @throws StackFailure if a setting of the jobs is wrong, naming it, its value and what is allowed
     */
    public static Servers of(List<String> jobArguments, String trino, String trinoUser) {
        try {
            JobSettings jobs = JobSettings.of(jobArguments.toArray(String[]::new));
            return new Servers(
                    jobs.kafka(),
                    jobs.lake(),
                    trino,
                    trinoUser,
                    jobs.business().zone(),
                    jobs.business().reportingCurrency().getCurrencyCode(),
                    jobs.sourcePriorities(),
                    jobs.funnelsFile());
        } catch (InvalidOption e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** The servers of an embedded stack. */
    public static Servers of(EmbeddedStack stack) {
        return of(stack.jobs().arguments(), stack.jdbcUrl(), "clientele");
    }
}
