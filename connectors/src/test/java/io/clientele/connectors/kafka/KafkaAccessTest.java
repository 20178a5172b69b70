package io.clientele.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.schemas.Contracts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** What a job sends to the TaskManagers carries what its clients need; brokers that ask for it are in {@code DeployIT}. */
class KafkaAccessTest {
    private static final String WHO = "who-it-is";

    private final KafkaSettings settings = new KafkaSettings(
            "localhost:9092",
            URI.create("http://localhost:8081"),
            1024,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new KafkaAccess(Map.of("sasl.jaas.config", WHO), null));

    @Test
    void sourcesAndSinksCarryWhoTheyAre() throws IOException {
        Object sink = AvroKafkaSink.<String>of(
                settings,
                Duration.ofMinutes(1),
                LostTransactions.FAIL,
                "test",
                Contracts.DEAD_LETTER.topic(),
                Contracts.DEAD_LETTER.schema(),
                value -> null,
                value -> {
                    throw new IllegalStateException(value);
                });

        assertThat(sent(EventSource.kafka(settings, List.of("orders"), "", "group", "job")))
                .contains(WHO);
        assertThat(sent(sink)).contains(WHO);
        assertThat(settings.toString()).doesNotContain(WHO);
    }

    private static String sent(Object part) throws IOException {
        return new String(InstantiationUtil.serializeObject(part), StandardCharsets.ISO_8859_1);
    }
}
