package io.clientele.stack.rebuild;

import io.clientele.jobs.settings.Edition;
import io.clientele.schemas.Contracts;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.LiveTable;
import io.clientele.schemas.tables.TableDefinition;
import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.FlinkJobs;
import io.clientele.stack.parts.JobDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job whose tables can be rebuilt.
 *
 * @param job the job
 * @param name its name in Flink, also its consumer group
 * @param topics the topics it reads, as they are called in {@code raw}
 * @param published the topics it publishes on
 * @param liveTables its tables that change every few seconds
 * @param logs its other tables, that are only appended to
 * @param lateWriter uid under which it writes late events
 * @param compared the views that are compared, by name, with the columns that tell rows apart
 */
record RebuiltJob(
        JobDefinition job,
        String name,
        List<String> topics,
        List<String> published,
        List<LiveTable> liveTables,
        List<TableDefinition> logs,
        String lateWriter,
        Map<String, List<String>> compared) {
    private static final List<String> BY_PERSON = List.of("person_id");

    static final List<RebuiltJob> ALL = List.of(
            new RebuiltJob(
                    FlinkJobs.definition("profile"),
                    "clientele-profile",
                    List.of("clickstream", "orders", "customers"),
                    List.of(Contracts.SEGMENT_CHANGE.topic(), Contracts.THRESHOLDS.topic()),
                    List.of(LakeTables.CUSTOMER_PROFILES, LakeTables.CUSTOMER_SCORES, LakeTables.IDENTIFIERS),
                    List.of(LakeTables.RFM_THRESHOLDS, LakeTables.IDENTITY_CHANGES),
                    "late-events",
                    new TreeMap<>(Map.of(
                            "customer_profiles",
                            BY_PERSON,
                            "customer_behaviour",
                            List.of("person_id", "behaviour", "channel", "device_type"),
                            "customer_rfm",
                            BY_PERSON,
                            "customer_rfm_history",
                            List.of("person_id", "as_of_date"),
                            "rfm_cut_points",
                            List.of("threshold_version", "metric"),
                            "segment_changes",
                            List.of("person_id", "as_of_date"),
                            "customer_attributes",
                            BY_PERSON,
                            "loyalty_status",
                            BY_PERSON))),
            new RebuiltJob(
                    FlinkJobs.definition("journey"),
                    "clientele-journey",
                    List.of("clickstream", "orders"),
                    List.of(),
                    List.of(LakeTables.SESSIONS, LakeTables.CARTS),
                    List.of(),
                    "journey-late-events",
                    new TreeMap<>(Map.of("sessions", List.of("session_id"), "carts", List.of("cart_id")))));

    /**
     * The job of this name, or that makes the table or view of this name.
     *
     * @throws StackFailure if there is none, saying what can be rebuilt
     */
    static RebuiltJob of(String name) {
        if (name.startsWith("raw.") || name.equals("archive")) {
            throw new StackFailure(
                    name + " is what a rebuild reads, and is made from Kafka alone; rebuilt can be " + everything());
        }
        String table = name.startsWith("core.") ? name.substring("core.".length()) : name;
        return ALL.stream()
                .filter(job -> job.job().name().equals(name) || job.makes(table))
                .findFirst()
                .orElseThrow(() -> new StackFailure("there is neither a job " + name
                        + " nor a table of that name that a job makes; rebuilt can be " + everything()));
    }

    private boolean makes(String table) {
        return compared.containsKey(table)
                || tables().anyMatch(definition -> definition.name().equals(table))
                || liveTables.stream()
                        .anyMatch(live ->
                                live.name().equals(table) || live.viewName().equals(table));
    }

    /** Its tables in {@code core}, those of changes and of current rows too. */
    Stream<TableDefinition> tables() {
        return Stream.concat(
                liveTables.stream().flatMap(table -> Stream.of(table.changes(), table.current())), logs.stream());
    }

    /** The run that makes the rebuild. */
    Edition edition(Edition.Events events) {
        return new Edition(job.name(), events);
    }

    /** The namespace of the rebuilt tables. */
    String namespace() {
        return edition(Edition.Events.LIVE).namespace();
    }

    /** The namespace of the tables that a rebuild has replaced. */
    String retired() {
        return "retired_" + job.name();
    }

    /** The consumer group of the rebuild. */
    String group() {
        return edition(Edition.Events.LIVE).named(name);
    }

    /** The topic that a topic's events are copied to. */
    String copy(String topic) {
        return edition(Edition.Events.COPIES).topic(topic);
    }

    private static String everything() {
        return ALL.stream()
                .map(job -> job.job().name() + " ("
                        + Stream.concat(
                                        job.compared().keySet().stream(),
                                        job.logs().stream().map(TableDefinition::name))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining(", "));
    }
}
