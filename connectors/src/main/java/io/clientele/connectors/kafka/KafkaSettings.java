package io.clientele.connectors.kafka;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Where events come from and what is accepted.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port[,host:port…]}
 * @param schemaRegistry base address of a registry with Confluent's API, such as {@code http://localhost:8081} or
 *     {@code http://localhost:8080/apis/ccompat/v7}
 * @param maxEventBytes largest accepted record value, in bytes; a larger one is a dead letter
 * @param maxOutOfOrderness how far behind the newest event of its partition an event may arrive and still be on time
 * @param idleTimeout a partition silent for this long (wall clock) no longer holds back event time
 * @param access how brokers and registry are spoken to
 */
public record KafkaSettings(
        String bootstrapServers,
        URI schemaRegistry,
        int maxEventBytes,
        Duration maxOutOfOrderness,
        Duration idleTimeout,
        KafkaAccess access)
        implements Serializable {

    /** @throws IllegalArgumentException if a value is empty, negative or zero where that makes no sense */
    public KafkaSettings {
        require(!bootstrapServers.isBlank(), "bootstrapServers", bootstrapServers, "host:port[,host:port…]");
        require(schemaRegistry.getHost() != null, "schemaRegistry", schemaRegistry, "an http or https address");
        require(maxEventBytes > 0, "maxEventBytes", maxEventBytes, "a positive number of bytes");
        require(!maxOutOfOrderness.isNegative(), "maxOutOfOrderness", maxOutOfOrderness, "zero or more");
        require(idleTimeout.compareTo(Duration.ZERO) > 0, "idleTimeout", idleTimeout, "more than zero");
    }

    /** What every client of the brokers is made with. */
    public Properties clientProperties() {
        Properties properties = new Properties();
        properties.putAll(access.client());
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** A client of the registry. */
    public SchemaRegistry registry() {
        return new SchemaRegistry(schemaRegistry, access.registryCredentials());
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("%s is '%s', allowed is %s".formatted(name, value, allowed));
        }
    }
}
