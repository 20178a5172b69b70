package io.clientele.jobs.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.connectors.kafka.LostTransactions;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {
    private static final List<String> REQUIRED = List.of(
            "--kafka.bootstrap-servers",
            "localhost:9092",
            "--schema-registry.url",
            "http://localhost:8081/apis/ccompat/v7",
            "--lake.catalog.uri",
            "http://localhost:8181",
            "--lake.warehouse",
            "s3://lake/warehouse");

    @TempDir
    Path folder;

    @Test
    void everythingElseHasItsDocumentedDefault() {
        JobSettings settings = settings();

        assertThat(settings.edition()).isEqualTo(Edition.LIVE);
        assertThat(settings.kafka().maxEventBytes()).isEqualTo(1024 * 1024);
        assertThat(settings.kafka().maxOutOfOrderness()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.kafka().idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.kafkaTransactionTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.lostTransactions()).isEqualTo(LostTransactions.FAIL);
        assertThat(settings.deduplicationRetention()).isEqualTo(Duration.ofDays(4));
        assertThat(settings.archiveDeduplicationRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.business().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(settings.business().reportingCurrency().getCurrencyCode()).isEqualTo("GBP");
        assertThat(settings.sourcePriorities()).isEmpty();
        assertThat(settings.rfm())
                .isEqualTo(new RfmSettings(RfmSettings.ScoringMode.QUANTILE, List.of(), List.of(), List.of(), null));
        assertThat(settings.cartAbandonedAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(settings.funnelsFile()).isEmpty();
        assertThat(settings.lake().s3Endpoint()).isNull();
        assertThat(settings.lake().s3Region()).isEqualTo("us-east-1");
        assertThat(settings.lake().s3SecretKey()).isNull();
    }

    @Test
    void everyKeySetsItsValue() {
        JobSettings settings = settings(
                "--kafka.max-event-bytes", "512 kb",
                "--kafka.transaction-timeout", "5 min",
                "--kafka.lost-transactions", "accept",
                "--event-time.max-out-of-orderness", "0 s",
                "--event-time.idle-timeout", "90 s",
                "--deduplication.retention", "2 d",
                "--archive.deduplication.retention", "60 d",
                "--lake.s3.endpoint", "http://localhost:9000",
                "--lake.s3.region", "eu-west-1",
                "--business.zone", "Europe/London",
                "--reporting.currency", "EUR",
                "--customer.source-priority", "crm:10, crm/loyalty_tier:-5,loyalty.v2/loyalty_tier:20",
                "--rfm.scoring-mode", "fixed",
                "--rfm.fixed.recency", "30,90,180,365",
                "--rfm.fixed.frequency", "1, 2, 4, 8",
                "--rfm.fixed.monetary", "10.50,20,20,40",
                "--rfm.look-back", "365",
                "--cart.abandoned-after", "90 min",
                "--funnels.file", "/etc/clientele/funnels.properties",
                "--rebuild.of", "profile",
                "--rebuild.reads", "copies");

        assertThat(settings.edition()).isEqualTo(new Edition("profile", Edition.Events.COPIES));
        assertThat(settings.kafka().maxEventBytes()).isEqualTo(512 * 1024);
        assertThat(settings.kafka().maxOutOfOrderness()).isZero();
        assertThat(settings.kafka().idleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.kafkaTransactionTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.lostTransactions()).isEqualTo(LostTransactions.ACCEPT);
        assertThat(settings.cartAbandonedAfter()).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.funnelsFile()).isEqualTo("/etc/clientele/funnels.properties");
        assertThat(settings.deduplicationRetention()).isEqualTo(Duration.ofDays(2));
        assertThat(settings.archiveDeduplicationRetention()).isEqualTo(Duration.ofDays(60));
        assertThat(settings.lake().s3Endpoint()).isEqualTo(URI.create("http://localhost:9000"));
        assertThat(settings.lake().s3Region()).isEqualTo("eu-west-1");
        assertThat(settings.business().zone()).isEqualTo(ZoneId.of("Europe/London"));
        assertThat(settings.business().reportingCurrency().getCurrencyCode()).isEqualTo("EUR");
        assertThat(settings.sourcePriorities())
                .containsExactly(
                        new SourcePriority("crm", "*", 10),
                        new SourcePriority("crm", "loyalty_tier", -5),
                        new SourcePriority("loyalty.v2", "loyalty_tier", 20));
        assertThat(settings.rfm())
                .isEqualTo(new RfmSettings(
                        RfmSettings.ScoringMode.FIXED,
                        numbers("30", "90", "180", "365"),
                        numbers("1", "2", "4", "8"),
                        numbers("10.50", "20", "20", "40"),
                        365));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka.max-event-bytes             | 0 mb           | a size such as",
                "kafka.max-event-bytes             | 4096           | a size such as",
                "kafka.max-event-bytes             | 4 gb           | below 2 gb",
                "kafka.transaction-timeout         | 0 s            | above zero",
                "kafka.lost-transactions           | ignore         | fail or accept",
                "event-time.max-out-of-orderness   | -1 s           | a duration such as",
                "event-time.max-out-of-orderness   | 60             | a duration such as",
                "event-time.idle-timeout           | soon           | a duration such as",
                "deduplication.retention           | 4 fortnights   | a duration such as",
                "cart.abandoned-after              | 0 s            | above zero",
                "cart.abandoned-after              | 31 d           | at most 30 d",
                "shop.hosts                        | https://shop.example | names of hosts",
                "business.zone                     | Europe/Atlantis | a time zone such as",
                "reporting.currency                | pounds         | ISO 4217",
                "customer.source-priority          | crm            | source:priority or",
                "customer.source-priority          | crm:high       | source:priority or",
                "customer.source-priority          | crm/colour:1   | source:priority or",
                "customer.source-priority          | crm:1,crm:2    | source:priority or",
                "customer.source-priority          | crm:1,         | source:priority or",
                "customer.source-priority          | o'neill:1      | source:priority or",
                "rfm.scoring-mode                  | ntile          | quantile or fixed",
                "rfm.fixed.recency                 | 1,2,3          | four numbers",
                "rfm.fixed.recency                 | 4,3,2,1        | four numbers",
                "rfm.fixed.recency                 | a,b,c,d        | four numbers",
                "rebuild.of                        | My Job         | the name of a job",
                "rebuild.reads                     | raw            | copies or live",
                "rebuild.reads                     | copies         | live, unless rebuild.of names a job",
                "rfm.look-back                     | 0              | a number of days",
                "rfm.look-back                     | always         | a number of days",
                "schema-registry.url               | localhost:8081 | an http:// or https:// address",
                "lake.s3.endpoint                  | ftp://store    | an http:// or https:// address",
                "lake.warehouse                    | hdfs://lake    | s3://bucket/path"
            })
    void whatIsNotAllowedIsRefusedWithNameValueAndWhatIs(String key, String value, String allowed) {
        assertThatThrownBy(() -> settings("--" + key, value))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining(key.startsWith("lake.warehouse") ? "warehouse" : key)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(allowed);
    }

    @Test
    void anUnknownOptionIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> settings("--busines.zone", "UTC"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("busines.zone")
                .hasMessageContaining("'UTC'")
                .hasMessageContaining("business.zone,");
    }

    @Test
    void aSecretAmongTheArgumentsIsRefusedAndNotShown() {
        assertThatThrownBy(() -> settings("--lake.s3.secret-key", "hunter2"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("lake.s3.secret-key")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.bootstrap-servers, host:port",
        "schema-registry.url, an http://",
        "lake.catalog.uri, an http://",
        "lake.warehouse, s3://"
    })
    void whatIsMissingIsNamed(String key, String allowed) {
        List<String> arguments = new ArrayList<>(REQUIRED);
        int index = arguments.indexOf("--" + key);
        arguments.subList(index, index + 2).clear();

        assertThatThrownBy(() -> settings(arguments, Map.of()))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining(key)
                .hasMessageContaining("missing")
                .hasMessageContaining(allowed);
    }

    @Test
    void fixedScoringNeedsItsCutPoints() {
        assertThatThrownBy(() -> settings("--rfm.scoring-mode", "fixed", "--rfm.fixed.recency", "1,2,3,4"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("rfm.fixed.frequency is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "business.zone UTC, is no option",
        "--business.zone, has no value",
        "--rfm.look-back 1 --rfm.look-back 2, given twice"
    })
    void aCommandLineThatCannotBeReadIsRefused(String line, String message) {
        assertThatThrownBy(() -> settings(line.split(" ")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining(message);
    }

    @Test
    void theCommandLineWinsOverTheFile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("clientele.properties"), "business.zone = Europe/Paris\nreporting.currency: EUR\n");

        JobSettings settings = settings("--config", file.toString(), "--reporting.currency", "USD");

        assertThat(settings.business().zone()).isEqualTo(ZoneId.of("Europe/Paris"));
        assertThat(settings.business().reportingCurrency().getCurrencyCode()).isEqualTo("USD");
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.properties"), "zone = UTC\n");

        assertThatThrownBy(() -> settings("--config", "/no/such.properties"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("/no/such.properties");
        assertThatThrownBy(() -> settings("--config", wrong.toString()))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining(wrong.toString())
                .hasMessageContaining("Unknown option zone");
    }

    @Test
    void secretsComeFromTheEnvironmentOrFromFilesItNames() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");

        JobSettings settings = settings(
                REQUIRED,
                Map.of("CLIENTELE_S3_ACCESS_KEY", "clientele", "CLIENTELE_S3_SECRET_KEY_FILE", secret.toString()));

        assertThat(settings.lake().s3AccessKey()).isEqualTo("clientele");
        assertThat(settings.lake().s3SecretKey()).isEqualTo("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> settings(REQUIRED, Map.of("CLIENTELE_S3_SECRET_KEY_FILE", "/no/secret")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("/no/secret");
    }

    @Test
    void howServersAreSpokenToComesFromFilesAndIsNeverShown() throws Exception {
        Path kafka = Files.writeString(
                folder.resolve("kafka.properties"),
                "security.protocol=SASL_SSL\nsasl.jaas.config=… password=hunter2\n");
        Path catalog = Files.writeString(folder.resolve("catalog.properties"), "credential=me:hunter2\n");
        List<String> arguments = new ArrayList<>(REQUIRED);
        arguments.addAll(
                List.of("--kafka.client-config", kafka.toString(), "--lake.catalog.config", catalog.toString()));

        JobSettings settings = settings(arguments, Map.of("CLIENTELE_SCHEMA_REGISTRY_CREDENTIALS", "jobs:hunter2"));

        assertThat(settings.kafka().clientProperties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "localhost:9092");
        assertThat(settings.kafka().access().registryCredentials()).isEqualTo("jobs:hunter2");
        assertThat(settings.lake().catalogProperties()).containsEntry("credential", "me:hunter2");
        assertThat(settings.toString())
                .contains("sasl.jaas.config", "credential")
                .doesNotContain("hunter2");
        assertThat(InstantiationUtil.clone(settings)).isEqualTo(settings);
    }

    @Test
    void whatIsNoMatterOfAccessIsRefused() throws Exception {
        Path kafka = Files.writeString(folder.resolve("kafka.properties"), "isolation.level=read_uncommitted\n");
        Path catalog = Files.writeString(folder.resolve("catalog.properties"), "uri=http://elsewhere\n");

        assertThatThrownBy(() -> settings("--kafka.client-config", kafka.toString()))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("isolation.level")
                .hasMessageContaining("sasl.*");
        assertThatThrownBy(() -> settings("--kafka.client-config", "/no/file"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("kafka.client-config")
                .hasMessageContaining("/no/file");
        assertThatThrownBy(() -> settings("--lake.catalog.config", catalog.toString()))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("'uri'");
        assertThatThrownBy(() -> settings(REQUIRED, Map.of("CLIENTELE_SCHEMA_REGISTRY_CREDENTIALS", "hunter2")))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("user:password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void settingsTravelToTheTaskManagers() throws Exception {
        assertThat(InstantiationUtil.clone(settings())).isEqualTo(settings());
    }

    @Test
    void everyOptionIsDescribedOnce() {
        assertThat(Options.all()).extracting(Option::key).doesNotHaveDuplicates();
        assertThat(Options.all()).allSatisfy(option -> {
            assertThat(option.key()).matches("[a-z0-9]+([.-][a-z0-9]+)*");
            assertThat(option.description()).isNotBlank();
            assertThat(option.allowed()).isNotBlank();
        });
    }

    private static JobSettings settings(String... more) {
        List<String> arguments = new ArrayList<>(REQUIRED);
        List<String> given = List.of(more);
        for (int index = 0; index + 1 < REQUIRED.size(); index += 2) {
            if (given.contains(REQUIRED.get(index))) {
                int at = arguments.indexOf(REQUIRED.get(index));
                arguments.subList(at, at + 2).clear();
            }
        }
        arguments.addAll(given);
        return settings(arguments, Map.of());
    }

    private static JobSettings settings(List<String> arguments, Map<String, String> environment) {
        return JobSettings.of(Arguments.parse(arguments.toArray(String[]::new)), environment);
    }

    private static List<BigDecimal> numbers(String... numbers) {
        return java.util.Arrays.stream(numbers).map(BigDecimal::new).toList();
    }

    @Test
    void aJobRebuildsItselfAlone() {
        Edition rebuild = settings("--rebuild.of", "profile").edition();

        assertThat(rebuild.requireOf("profile")).isSameAs(rebuild);
        assertThat(Edition.LIVE.requireOf("journey")).isSameAs(Edition.LIVE);
        assertThatThrownBy(() -> rebuild.requireOf("journey"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("profile")
                .hasMessageContaining("nothing, or journey");
        assertThatThrownBy(rebuild::requireLive)
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("rebuild.of");
    }
}
