package io.clientele.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.connectors.metrics.LineMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboards, alerts and the manual name the metrics that there are; that these are exported is seen on a running stack. */
class MetricNamesTest {
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

    /** Flink's own, as its manual names them. */
    private static final Set<String> OF_FLINK = Set.of(
            "flink_jobmanager_job_numRestarts",
            "flink_jobmanager_job_numberOfFailedCheckpoints",
            "flink_jobmanager_job_numberOfCompletedCheckpoints",
            "flink_jobmanager_job_lastCheckpointDuration",
            "flink_jobmanager_job_lastCheckpointSize",
            "flink_jobmanager_Status_JVM_Memory_Heap_Used",
            "flink_taskmanager_Status_JVM_Memory_Heap_Used",
            "flink_taskmanager_job_task_backPressuredTimeMsPerSecond",
            OPERATOR + "pendingRecords",
            OPERATOR + "watermarkLag");

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(OF_FLINK);
        LineMetrics.all().forEach(name -> known.add(OPERATOR + name));
        return known;
    }

    @Test
    void dashboardsAndAlertsNameOnlyMetricsThatThereAreAndTheDashboardShowsAll() throws IOException {
        assertThat(known()).containsAll(MetricNames.used());
        assertThat(MetricNames.in(StackExtension.project().resolve("docker/grafana/clientele.json")))
                .isEqualTo(known());
    }

    @Test
    void theManualExplainsEachMetric() throws IOException {
        assertThat(MetricNames.in(StackExtension.project().resolve("docs/operations.md")))
                .isEqualTo(known());
    }

    @Test
    void theDashboardIsJsonWithPanelsApart() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Files.readString(StackExtension.project().resolve("docker/grafana/clientele.json")));

        assertThat(dashboard.path("panels").findValuesAsText("title")).doesNotHaveDuplicates();
        assertThat(dashboard.path("panels").findValues("gridPos").stream()
                        .map(JsonNode::toString)
                        .collect(Collectors.toList()))
                .doesNotHaveDuplicates();
    }
}
