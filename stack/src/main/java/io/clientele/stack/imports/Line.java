package io.clientele.stack.imports;

import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.Port;
import io.clientele.stack.parts.Settings;
import java.net.URI;
import java.time.ZoneId;
import org.apache.flink.configuration.MemorySize;

/**
 * Where the line is and how it counts.
 *
 * @param kafka bootstrap servers
 * @param registry base address of the schema registry's Confluent API
 * @param flink address of Flink's REST API
 * @param trino host:port
 * @param zone the business zone
 * @param currency the reporting currency, ISO 4217
 * @param maxEventBytes largest event that the jobs take
 */
public record Line(
        String kafka, URI registry, URI flink, String trino, ZoneId zone, String currency, int maxEventBytes) {
    /**
     * The embedded stack's line.
     *
     * @throws StackFailure if a setting is wrong
     */
    public static Line of(Settings settings) {
        return new Line(
                settings.address(Port.KAFKA),
                URI.create(settings.url(Port.REGISTRY) + "/apis/ccompat/v7"),
                URI.create(settings.url(Port.FLINK)),
                settings.address(Port.TRINO),
                settings.businessZone(),
                settings.jobs().getOrDefault("reporting.currency", "GBP"),
                maxEventBytes(settings.jobs().getOrDefault("kafka.max-event-bytes", "1 mb")));
    }

    private static int maxEventBytes(String size) {
        try {
            return Math.toIntExact(MemorySize.parse(size).getBytes());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new StackFailure("kafka.max-event-bytes = %s is no size such as 1 mb".formatted(size), e);
        }
    }
}
