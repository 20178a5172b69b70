package io.clientele.jobs.settings;

import io.clientele.connectors.kafka.KafkaAccess;
import io.clientele.connectors.kafka.LostTransactions;
import io.clientele.jobs.domain.carts.CartRules;
import io.clientele.jobs.domain.sessions.OwnHosts;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Every option of the jobs. */
public final class Options {
    /** The Kafka brokers. */
    public static final Option<String> KAFKA_BOOTSTRAP_SERVERS =
            OptionTypes.text("kafka.bootstrap-servers", null, "host:port[,host:port…]", "the Kafka brokers");

    /** How the brokers are spoken to. */
    public static final Option<Map<String, String>> KAFKA_CLIENT_CONFIG = OptionTypes.propertiesFile(
            "kafka.client-config",
            "how the brokers are spoken to: a file with properties of Kafka clients, of " + KafkaAccess.ALLOWED);

    /** The largest event that is taken in. */
    public static final Option<Integer> KAFKA_MAX_EVENT_BYTES = OptionTypes.size(
            "kafka.max-event-bytes", "1 mb", "the largest event that is taken in; a larger one is a dead letter");

    /** How long a transaction of a Kafka sink may stay open. */
    public static final Option<Duration> KAFKA_TRANSACTION_TIMEOUT = OptionTypes.positiveDuration(
            "kafka.transaction-timeout",
            "10 min",
            "how long a transaction of a Kafka sink may stay open; at most the broker's transaction.max.timeout.ms");

    /** What becomes of a job whose transaction Kafka has aborted. */
    public static final Option<LostTransactions> KAFKA_LOST_TRANSACTIONS = new Option<>(
            "kafka.lost-transactions",
            "fail",
            "fail or accept",
            "what a Kafka sink does when a transaction was aborted by the broker before its commit: fail, or go on without its records",
            LostTransactions::parse);

    /** The schema registry. */
    public static final Option<URI> SCHEMA_REGISTRY_URL =
            OptionTypes.httpAddress("schema-registry.url", "a schema registry with Confluent's API");

    /** The Iceberg REST catalog. */
    public static final Option<URI> LAKE_CATALOG_URI =
            OptionTypes.httpAddress("lake.catalog.uri", "the Iceberg REST catalog");

    /** How the catalog is spoken to. */
    public static final Option<Map<String, String>> LAKE_CATALOG_CONFIG = OptionTypes.propertiesFile(
            "lake.catalog.config",
            "how the catalog is spoken to: a file with properties of Iceberg's REST client, such as credential, oauth2-server-uri and scope");

    /** The root of the lake's files. */
    public static final Option<String> LAKE_WAREHOUSE = OptionTypes.text(
            "lake.warehouse", null, "s3://bucket/path or file:///folder", "the root of the lake's files");

    /** The object store, if it is not Amazon's. */
    public static final Option<URI> LAKE_S3_ENDPOINT =
            OptionTypes.httpAddress("lake.s3.endpoint", "an S3-compatible object store; Amazon's if not given");

    /** The object store's region. */
    public static final Option<String> LAKE_S3_REGION =
            OptionTypes.text("lake.s3.region", "us-east-1", "a region's name", "the object store's region");

    /** The zone of business days. */
    public static final Option<ZoneId> BUSINESS_ZONE = new Option<>(
            "business.zone",
            "UTC",
            "a time zone such as UTC or Europe/London",
            "the zone of business days and of times given without a zone",
            ZoneId::of);

    /** The currency of all reported amounts. */
    public static final Option<Currency> REPORTING_CURRENCY = new Option<>(
            "reporting.currency",
            "GBP",
            "an ISO 4217 code such as GBP",
            "the currency of all reported amounts",
            Currency::getInstance);

    /** Whose word about a customer weighs more. */
    public static final Option<List<SourcePriority>> CUSTOMER_SOURCE_PRIORITY = new Option<>(
            "customer.source-priority",
            "",
            "source:priority or source/attribute:priority, several with commas between, such as crm:10,till/loyalty_tier:20",
            "whose word about a customer counts when sources differ: the highest priority, 0 for a source without one",
            SourcePriority::parse);

    /** Where the cut points of the RFM scores come from. */
    public static final Option<RfmSettings.ScoringMode> RFM_SCORING_MODE = new Option<>(
            "rfm.scoring-mode",
            "quantile",
            "quantile or fixed",
            "whether the cut points of the RFM scores are quantiles of the population or fixed",
            RfmSettings.ScoringMode::parse);

    /** Fixed cut points of recency. */
    public static final Option<List<java.math.BigDecimal>> RFM_FIXED_RECENCY =
            OptionTypes.cutPoints("rfm.fixed.recency", "fixed cut points of recency, in days");

    /** Fixed cut points of frequency. */
    public static final Option<List<java.math.BigDecimal>> RFM_FIXED_FREQUENCY =
            OptionTypes.cutPoints("rfm.fixed.frequency", "fixed cut points of frequency, in orders");

    /** Fixed cut points of monetary. */
    public static final Option<List<java.math.BigDecimal>> RFM_FIXED_MONETARY =
            OptionTypes.cutPoints("rfm.fixed.monetary", "fixed cut points of monetary, in the reporting currency");

    /** How far back RFM looks. */
    public static final Option<OptionalInt> RFM_LOOK_BACK = new Option<>(
            "rfm.look-back",
            "all",
            "all, or a number of days from 1 to 36500",
            "how many days of net sales before the as-of date the monetary value covers",
            OptionTypes::lookBack);

    /** When a cart is abandoned. */
    public static final Option<Duration> CART_ABANDONED_AFTER = OptionTypes.durationUpTo(
            "cart.abandoned-after",
            "24 h",
            CartRules.CLOSED_AFTER,
            "after how long without any activity a cart that was not ordered is abandoned");

    /** The shop's hosts. */
    public static final Option<OwnHosts> SHOP_HOSTS = new Option<>(
            "shop.hosts",
            "",
            "names of hosts with commas between, such as shop.example,shop.de, or nothing",
            "the hosts of the shop and all below them: who comes from one of them to another has not come from elsewhere",
            OwnHosts::parse);

    /** Where the funnels are declared. */
    public static final Option<String> FUNNELS_FILE = new Option<>(
            "funnels.file",
            "",
            "the path of a file, or nothing for sql/funnels.properties",
            "where the funnels of mart.funnel_daily are declared; only the deployment of the views reads it",
            text -> text);

    /** Customer numbers of a person. */
    public static final Option<Integer> IDENTITY_CUSTOMER_IDS_PER_PERSON = OptionTypes.count(
            "identity.customer-ids-per-person",
            "1",
            "how many customer numbers links may bring together in one person; merges may go further");

    /** Other identifiers of a person. */
    public static final Option<Integer> IDENTITY_OTHERS_PER_PERSON = OptionTypes.count(
            "identity.others-per-person",
            "5",
            "how many identifiers of each other type links may bring together in one person");

    /** When an identifier is shared. */
    public static final Option<Integer> IDENTITY_CUSTOMER_IDS_PER_IDENTIFIER = OptionTypes.count(
            "identity.customer-ids-per-identifier",
            "3",
            "an identifier seen with more customer numbers than this is shared by several people, and links nothing");

    /** How late an event may be. */
    public static final Option<Duration> MAX_OUT_OF_ORDERNESS = OptionTypes.duration(
            "event-time.max-out-of-orderness",
            "1 min",
            "how far behind the newest event of its partition an event may come and still be on time");

    /** When a silent partition stops holding back event time. */
    public static final Option<Duration> IDLE_TIMEOUT = OptionTypes.positiveDuration(
            "event-time.idle-timeout",
            "60 s",
            "after how long a partition without records no longer holds back event time");

    /** How long ids of events are remembered where events are counted. */
    public static final Option<Duration> DEDUPLICATION_RETENTION = OptionTypes.positiveDuration(
            "deduplication.retention", "4 d", "how long an event's repetition is recognised by the jobs that count");

    /** How long ids of events are remembered where events are archived. */
    public static final Option<Duration> ARCHIVE_DEDUPLICATION_RETENTION = OptionTypes.positiveDuration(
            "archive.deduplication.retention", "30 d", "how long an event's repetition is recognised by the archive");

    /** Which job is rebuilt. */
    public static final Option<String> REBUILD_OF = new Option<>(
            "rebuild.of",
            "",
            "nothing, or the name of a job in lower case",
            "makes this run a rebuild beside the live job: tables, topics and consumer groups of its own; set by ./clientele rebuild",
            OptionTypes::jobName);

    /** What a rebuild reads. */
    public static final Option<Edition.Events> REBUILD_READS = new Option<>(
            "rebuild.reads",
            "live",
            "copies or live",
            "whether a rebuild reads the copies of raw.* or the topics that the live job reads",
            Edition.Events::parse);

    private static final List<Option<?>> ALL = List.of(
            KAFKA_BOOTSTRAP_SERVERS,
            KAFKA_CLIENT_CONFIG,
            KAFKA_MAX_EVENT_BYTES,
            KAFKA_TRANSACTION_TIMEOUT,
            KAFKA_LOST_TRANSACTIONS,
            SCHEMA_REGISTRY_URL,
            LAKE_CATALOG_URI,
            LAKE_CATALOG_CONFIG,
            LAKE_WAREHOUSE,
            LAKE_S3_ENDPOINT,
            LAKE_S3_REGION,
            BUSINESS_ZONE,
            REPORTING_CURRENCY,
            CUSTOMER_SOURCE_PRIORITY,
            RFM_SCORING_MODE,
            RFM_FIXED_RECENCY,
            RFM_FIXED_FREQUENCY,
            RFM_FIXED_MONETARY,
            RFM_LOOK_BACK,
            CART_ABANDONED_AFTER,
            SHOP_HOSTS,
            FUNNELS_FILE,
            IDENTITY_CUSTOMER_IDS_PER_PERSON,
            IDENTITY_OTHERS_PER_PERSON,
            IDENTITY_CUSTOMER_IDS_PER_IDENTIFIER,
            MAX_OUT_OF_ORDERNESS,
            IDLE_TIMEOUT,
            DEDUPLICATION_RETENTION,
            ARCHIVE_DEDUPLICATION_RETENTION,
            REBUILD_OF,
            REBUILD_READS);

    private Options() {}

    /** Every option, as documented. */
    public static List<Option<?>> all() {
        return ALL;
    }
}
