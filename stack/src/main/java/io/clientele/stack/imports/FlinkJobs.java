package io.clientele.stack.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** The jobs as Flink's REST API tells of them. */
final class FlinkJobs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** On the way to running, also after a failure. */
    private static final Set<String> ALIVE =
            Set.of("CREATED", "INITIALIZING", "RUNNING", "RESTARTING", "FAILING", "RECONCILING");

    private final URI flink;
    private final HttpClient http;

    FlinkJobs(URI flink) {
        this.flink = flink;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /**
     * Checkpoints that a job has completed since it was submitted.
     *
     * @throws StackFailure if no such job runs, or Flink does not answer
     */
    long completedCheckpoints(String jobName) {
        return get("/jobs/" + id(jobName) + "/checkpoints")
                .path("counts")
                .path("completed")
                .asLong();
    }

    /** As {@link #completedCheckpoints}, for its failure only. */
    void requireRunning(String jobName) {
        id(jobName);
    }

    private String id(String jobName) {
        String lastState = "never submitted";
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            if (job.path("name").asText().equals(jobName)) {
                lastState = job.path("state").asText();
                if (ALIVE.contains(lastState)) {
                    return job.path("jid").asText();
                }
            }
        }
        throw new StackFailure(
                "the job %s does not run (%s), so nothing new becomes visible: run ./clientele up, and see"
                                .formatted(jobName, lastState)
                        + " ./clientele logs for why it ended");
    }

    private JsonNode get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(flink.resolve(path)).timeout(PATIENCE).build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new StackFailure("Flink at %s answers %d to %s".formatted(flink, response.statusCode(), path));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new StackFailure(
                    "Flink at %s does not answer: is the stack up? See ./clientele status".formatted(flink), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while asking Flink", e);
        }
    }
}
