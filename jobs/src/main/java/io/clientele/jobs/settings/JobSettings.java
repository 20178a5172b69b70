package io.clientele.jobs.settings;

import io.clientele.connectors.iceberg.LakeSettings;
import io.clientele.connectors.kafka.KafkaAccess;
import io.clientele.connectors.kafka.KafkaSettings;
import io.clientele.connectors.kafka.LostTransactions;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.sessions.OwnHosts;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything that can be configured of the jobs, validated.
 *
 * @param kafka where events come from
 * @param lake where tables are
 * @param business zone and currency
 * @param sourcePriorities whose word about a customer weighs more
 * @param rfm how RFM is scored
 * @param cartAbandonedAfter after how long without any activity a cart is abandoned
 * @param ownHosts the shop's hosts
 * @param funnelsFile where the funnels are declared; empty for the project's own file
 * @param identity how far links between identifiers may go
 * @param deduplicationRetention how long an event's repetition is recognised by the jobs that count
 * @param archiveDeduplicationRetention how long an event's repetition is recognised by the archive
 * @param kafkaTransactionTimeout how long a transaction of a Kafka sink may stay open
 * @param lostTransactions what a Kafka sink does when a transaction was open for longer
 * @param edition whether this is the live job or a rebuild
 */
public record JobSettings(
        KafkaSettings kafka,
        LakeSettings lake,
        BusinessSettings business,
        List<SourcePriority> sourcePriorities,
        RfmSettings rfm,
        Duration cartAbandonedAfter,
        OwnHosts ownHosts,
        String funnelsFile,
        IdentityRules identity,
        Duration deduplicationRetention,
        Duration archiveDeduplicationRetention,
        Duration kafkaTransactionTimeout,
        LostTransactions lostTransactions,
        Edition edition)
        implements Serializable {

    /**
     * The settings of a command line: {@code [--config FILE] [--key value]…}. The file is in the format of
     * {@link java.util.Properties}; the command line wins. Secrets come from the environment variables
     * {@code CLIENTELE_S3_ACCESS_KEY} and {@code CLIENTELE_S3_SECRET_KEY} for the object store and
     * {@code CLIENTELE_SCHEMA_REGISTRY_CREDENTIALS} ({@code user:password}), or from files that the same with {@code _FILE} name.
     *
     * @throws InvalidOption if an option is unknown, missing or not allowed, or a file cannot be read
     */
    public static JobSettings of(String... arguments) {
        return of(Arguments.parse(arguments), System.getenv());
    }

    static JobSettings of(Arguments options, Map<String, String> environment) {
        Secrets secrets = new Secrets(environment);
        return new JobSettings(
                kafka(options, secrets),
                lake(options, secrets),
                new BusinessSettings(options.get(Options.BUSINESS_ZONE), options.get(Options.REPORTING_CURRENCY)),
                options.get(Options.CUSTOMER_SOURCE_PRIORITY),
                rfm(options),
                options.get(Options.CART_ABANDONED_AFTER),
                options.get(Options.SHOP_HOSTS),
                options.get(Options.FUNNELS_FILE),
                new IdentityRules(
                        options.get(Options.IDENTITY_CUSTOMER_IDS_PER_PERSON),
                        options.get(Options.IDENTITY_OTHERS_PER_PERSON),
                        options.get(Options.IDENTITY_CUSTOMER_IDS_PER_IDENTIFIER)),
                options.get(Options.DEDUPLICATION_RETENTION),
                options.get(Options.ARCHIVE_DEDUPLICATION_RETENTION),
                options.get(Options.KAFKA_TRANSACTION_TIMEOUT),
                options.get(Options.KAFKA_LOST_TRANSACTIONS),
                new Edition(options.get(Options.REBUILD_OF), options.get(Options.REBUILD_READS)));
    }

    private static KafkaSettings kafka(Arguments options, Secrets secrets) {
        KafkaAccess access = valid(
                "Access to Kafka is not configured rightly",
                () -> new KafkaAccess(
                        options.get(Options.KAFKA_CLIENT_CONFIG),
                        secrets.find("CLIENTELE_SCHEMA_REGISTRY_CREDENTIALS")));
        return new KafkaSettings(
                options.get(Options.KAFKA_BOOTSTRAP_SERVERS),
                options.get(Options.SCHEMA_REGISTRY_URL),
                options.get(Options.KAFKA_MAX_EVENT_BYTES),
                options.get(Options.MAX_OUT_OF_ORDERNESS),
                options.get(Options.IDLE_TIMEOUT),
                access);
    }

    private static LakeSettings lake(Arguments options, Secrets secrets) {
        return valid(
                "The options lake.* do not go together",
                () -> new LakeSettings(
                        options.get(Options.LAKE_CATALOG_URI),
                        options.get(Options.LAKE_WAREHOUSE),
                        options.find(Options.LAKE_S3_ENDPOINT).orElse(null),
                        options.get(Options.LAKE_S3_REGION),
                        secrets.find("CLIENTELE_S3_ACCESS_KEY"),
                        secrets.find("CLIENTELE_S3_SECRET_KEY"),
                        options.get(Options.LAKE_CATALOG_CONFIG)));
    }

    /** Settings that may refuse what each option by itself allows. */
    private static <T> T valid(String otherwise, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (InvalidOption named) {
            throw named;
        } catch (IllegalArgumentException refused) {
            throw new InvalidOption(otherwise + ": " + refused.getMessage());
        }
    }

    private static RfmSettings rfm(Arguments options) {
        RfmSettings.ScoringMode mode = options.get(Options.RFM_SCORING_MODE);
        var lookBack = options.get(Options.RFM_LOOK_BACK);
        return new RfmSettings(
                mode,
                cuts(options, mode, Options.RFM_FIXED_RECENCY),
                cuts(options, mode, Options.RFM_FIXED_FREQUENCY),
                cuts(options, mode, Options.RFM_FIXED_MONETARY),
                lookBack.isPresent() ? Integer.valueOf(lookBack.getAsInt()) : null);
    }

    private static List<BigDecimal> cuts(
            Arguments options, RfmSettings.ScoringMode mode, Option<List<BigDecimal>> option) {
        return mode == RfmSettings.ScoringMode.FIXED
                ? options.get(option)
                : options.find(option).map(ignored -> List.<BigDecimal>of()).orElse(List.of());
    }
}
