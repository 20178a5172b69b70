package io.clientele.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the jobs' logs look like in containers, by Log4j itself. */
class JsonLogTest {
    private static final Path DOCKER = Path.of("../docker");

    @TempDir
    Path folder;

    @Test
    void aLineIsAnObjectThatNamesJobOperatorAndKeyHash() throws IOException {
        Path file = folder.resolve("flink.log");
        try (LoggerContext context = new LoggerContext("logs", null, (URI) null)) {
            context.start(new PropertiesConfigurationFactory()
                    .getConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(configuration(file)))));
            ThreadContext.putAll(
                    Map.of("flink-job-id", "42", "job", "profile", "operator", "fold-profile", "key-hash", "c0ffee"));
            context.getLogger("io.clientele.Some").info("a large key\nof {} parts", 7);
            ThreadContext.clearMap();
            context.getLogger("org.apache.iceberg.Some").info("a line per table");
            context.getLogger("io.clientele.Other").warn("failed", new IOException("gone"));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode about = new ObjectMapper().readTree(lines.get(0));
        assertThat(about.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(about.path("level").asText()).isEqualTo("INFO");
        assertThat(about.path("logger").asText()).isEqualTo("io.clientele.Some");
        assertThat(about.path("message").asText()).isEqualTo("a large key\nof 7 parts");
        assertThat(about.path("job_id").asText()).isEqualTo("42");
        assertThat(about.path("job").asText()).isEqualTo("profile");
        assertThat(about.path("operator").asText()).isEqualTo("fold-profile");
        assertThat(about.path("key_hash").asText()).isEqualTo("c0ffee");
        JsonNode failed = new ObjectMapper().readTree(lines.get(1));
        assertThat(failed.at("/error/class").asText()).isEqualTo("java.io.IOException");
        assertThat(failed.at("/error/message").asText()).isEqualTo("gone");
        assertThat(failed.at("/error/stack_trace").asText()).contains("at " + JsonLogTest.class.getName());
        assertThat(failed.has("key_hash")).isFalse();
    }

    /** The file, with the template where it is here. */
    private static byte[] configuration(Path log) throws IOException {
        return Files.readString(DOCKER.resolve("flink/log4j-console.properties"))
                .replace(
                        "file:/opt/flink/log-event.json",
                        DOCKER.resolve("flink/log-event.json").toUri().toString())
                .replace("${sys:log.file}", log.toString())
                // the same lines, in between those of the tests
                .replace("rootLogger.appenderRef.console.ref = console\n", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theImageHasBothFilesWhereTheyAreLookedFor() throws IOException {
        assertThat(Files.readString(DOCKER.resolve("Dockerfile")))
                .contains("docker/flink/log-event.json /opt/flink/log-event.json\n")
                .contains("docker/flink/log4j-console.properties /opt/flink/conf/log4j-console.properties\n");
        assertThat(Files.readAllLines(DOCKER.resolve("Dockerfile.dockerignore")))
                .contains("!docker/flink/*");
    }

    /** The operator mounts a configuration over the image's. */
    @ParameterizedTest
    @ValueSource(strings = {"archive", "profile", "journey"})
    void aManifestHasTheSameConfiguration(String job) throws IOException {
        Matcher block = Pattern.compile("    log4j-console\\.properties: \\|\n((?: {6}.*\n)+)")
                .matcher(Files.readString(DOCKER.resolve("kubernetes/" + job + ".yaml")));

        assertThat(block.find()).isTrue();
        assertThat(block.group(1).indent(-6))
                .isEqualTo(Files.readString(DOCKER.resolve("flink/log4j-console.properties"))
                        .replaceAll("(?m)^#.*\n", ""));
    }
}
