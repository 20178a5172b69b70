package io.clientele.stack.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Flink's REST interface, as far as jobs are submitted and stopped by it. */
final class FlinkRest {
    /** A job that is behind takes its time: its savepoint waits for what is on the way. */
    private static final Duration SAVEPOINT_PATIENCE = Duration.ofMinutes(15);

    private static final int MOST_UNANSWERED = 30;

    private final String url;
    private final Http http = new Http();

    FlinkRest(String url) {
        this.url = url;
    }

    /** Task slots that no job uses. */
    int freeSlots() throws IOException, InterruptedException {
        return http.get(url + "/overview").path("slots-available").asInt();
    }

    /** Every job that the JobManager knows, by id. */
    Map<String, JsonNode> jobs() throws IOException, InterruptedException {
        Map<String, JsonNode> jobs = new TreeMap<>();
        for (JsonNode job : http.get(url + "/jobs/overview").path("jobs")) {
            jobs.put(job.path("jid").asText(), job);
        }
        return jobs;
    }

    /**
     * Uploads a jar and runs a main class of it.
     *
     * @param parallelism told explicitly: this interface of Flink's does not know {@code parallelism.default}
     * @param state savepoint or retained checkpoint to begin with; null for none
     * @param leavesState whether the job may leave out an operator that has state in there
     * @return the id of the job
     */
    String run(
            Path jar,
            String mainClass,
            List<String> arguments,
            int parallelism,
            @Nullable String state,
            boolean leavesState)
            throws IOException, InterruptedException {
        String uploaded = upload(jar);
        ObjectNode body =
                Http.json().createObjectNode().put("entryClass", mainClass).put("parallelism", parallelism);
        arguments.forEach(body.putArray("programArgsList")::add);
        if (state != null) {
            // the state stays ours: it is deleted when nothing can need it any more
            body.put("savepointPath", state).put("claimMode", "NO_CLAIM").put("allowNonRestoredState", leavesState);
        }
        try {
            HttpRequest request = Http.request(url + "/jars/" + uploaded + "/run")
                    .timeout(Duration.ofMinutes(2))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString()))
                    .build();
            return http.send(request).path("jobid").asText();
        } catch (Http.HttpFailure e) {
            throw new StackFailure("Flink refuses " + mainClass + ": " + cause(e.body()), e);
        } finally {
            http.raw(Http.request(url + "/jars/" + uploaded).DELETE().build());
        }
    }

    private String upload(Path jar) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        HttpRequest request = Http.request(url + "/jars/upload")
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofFile(jar),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build();
        String path = http.send(request).path("filename").asText();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    void cancel(String id) throws IOException, InterruptedException {
        HttpRequest patch = Http.request(url + "/jobs/" + id + "?mode=cancel")
                .method("PATCH", BodyPublishers.noBody())
                .build();
        http.send(patch);
    }

    /** Takes a savepoint and returns where it is; with {@code stop}, the job ends with it. */
    String savepoint(String id, Path folder, boolean stop) throws IOException, InterruptedException {
        ObjectNode body = Http.json().createObjectNode();
        String directory = folder.toUri().toString();
        String action = stop ? "stop" : "savepoints";
        if (stop) {
            body.put("targetDirectory", directory).put("drain", false);
        } else {
            body.put("target-directory", directory).put("cancel-job", false);
        }
        String trigger = http.post(url + "/jobs/" + id + "/" + action, body.toString())
                .path("request-id")
                .asText();
        long deadline = System.nanoTime() + SAVEPOINT_PATIENCE.toNanos();
        int unanswered = 0;
        while (System.nanoTime() < deadline) {
            JsonNode answer;
            try {
                answer = http.get(url + "/jobs/" + id + "/savepoints/" + trigger);
                unanswered = 0;
            } catch (IOException busy) {
                // the job may end with a savepoint all the same, and then it could go on from nothing else
                if (++unanswered > MOST_UNANSWERED) {
                    throw busy;
                }
                TimeUnit.SECONDS.sleep(1);
                continue;
            }
            if ("COMPLETED".equals(answer.path("status").path("id").asText())) {
                JsonNode operation = answer.path("operation");
                if (operation.has("location")) {
                    return operation.path("location").asText();
                }
                throw new StackFailure("Flink took no savepoint of job " + id + ": "
                        + cause(operation
                                .path("failure-cause")
                                .path("stack-trace")
                                .asText()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new StackFailure(
                "Flink took no savepoint of job " + id + " within " + SAVEPOINT_PATIENCE.toMinutes() + " minutes");
    }

    /** How many checkpoints a job has completed since it was submitted. */
    long completedCheckpoints(String id) throws IOException, InterruptedException {
        return http.get(url + "/jobs/" + id + "/checkpoints")
                .path("counts")
                .path("completed")
                .asLong();
    }

    /** The last exception of a job; empty if there was none. */
    String exception(String id) throws IOException, InterruptedException {
        JsonNode history = http.get(url + "/jobs/" + id + "/exceptions?maxExceptions=1")
                .path("exceptionHistory")
                .path("entries");
        return history.isEmpty() ? "" : cause(history.path(0).path("stacktrace").asText());
    }

    /** The innermost cause of a stack trace, in a line. */
    static String cause(String trace) {
        String last = "";
        for (String line :
                trace.replace("\\n", "\n").replace("\\t", "\t").lines().toList()) {
            String text = line.strip();
            if (text.startsWith("Caused by: ")) {
                last = text.substring("Caused by: ".length());
            } else if (last.isEmpty() && !text.isEmpty()) {
                last = text;
            }
        }
        byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
        return bytes.length > 600 ? new String(bytes, 0, 600, StandardCharsets.UTF_8) + " …" : last;
    }
}
