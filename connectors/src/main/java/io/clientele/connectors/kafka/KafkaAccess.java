package io.clientele.connectors.kafka;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How brokers and registry are spoken to where not everybody may. It travels with the job, as the keys of the object store do.
 *
 * @param client properties of Kafka clients, of those that {@link #ALLOWED} names
 * @param registryCredentials {@code user:password} for the schema registry (HTTP Basic); null for none
 */
public record KafkaAccess(
        Map<String, String> client, @Nullable String registryCredentials) implements Serializable {
    /** What may be set, for people. */
    public static final String ALLOWED = "security.*, sasl.*, ssl.* and client.dns.lookup";

    /** Whoever asks is answered. */
    public static final KafkaAccess OPEN = new KafkaAccess(Map.of(), null);

    private static final Pattern ALLOWED_KEY = Pattern.compile("(security|sasl|ssl)\\..+|client\\.dns\\.lookup");

    /** @throws IllegalArgumentException naming a property that is not about access */
    public KafkaAccess {
        for (String key : client.keySet()) {
            if (!ALLOWED_KEY.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "the Kafka clients' '%s' is not to be set; allowed are %s".formatted(key, ALLOWED));
            }
        }
        if (registryCredentials != null && registryCredentials.indexOf(':') < 1) {
            throw new IllegalArgumentException("the schema registry's credentials are not user:password");
        }
        client = new TreeMap<>(client);
    }

    /** Names no value. */
    @Override
    public String toString() {
        return "KafkaAccess[client=%s, registryCredentials=%s]"
                .formatted(client.keySet(), registryCredentials == null ? "none" : "***");
    }
}
