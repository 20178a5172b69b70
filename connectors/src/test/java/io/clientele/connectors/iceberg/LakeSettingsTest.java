package io.clientele.connectors.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LakeSettingsTest {
    private static final URI CATALOG = URI.create("http://127.0.0.1:8181");

    @Test
    void becomesTheCatalogsProperties() {
        LakeSettings lake = new LakeSettings(
                CATALOG,
                "s3://lake/warehouse",
                URI.create("http://127.0.0.1:9000"),
                "us-east-1",
                "key",
                "secret",
                Map.of());

        assertThat(lake.catalogProperties())
                .isEqualTo(Map.of(
                        "uri", "http://127.0.0.1:8181",
                        "rest.client.connection-timeout-ms", "10000",
                        "rest.client.socket-timeout-ms", "60000",
                        "warehouse", "s3://lake/warehouse",
                        "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                        "s3.endpoint", "http://127.0.0.1:9000",
                        "s3.path-style-access", "true",
                        "s3.access-key-id", "key",
                        "s3.secret-access-key", "secret",
                        "client.region", "us-east-1"));
    }

    @Test
    void leavesEndpointAndKeysToTheAwsDefaults() {
        LakeSettings lake = new LakeSettings(CATALOG, "s3://lake/warehouse", null, "eu-west-1", null, null, Map.of());

        assertThat(lake.catalogProperties())
                .containsOnlyKeys(
                        "uri",
                        "rest.client.connection-timeout-ms",
                        "rest.client.socket-timeout-ms",
                        "warehouse",
                        "io-impl",
                        "client.region");
    }

    @Test
    void handsOnHowTheCatalogIsSpokenTo() {
        Map<String, String> given = Map.of("credential", "me:secret", "rest.client.socket-timeout-ms", "5000");
        LakeSettings lake = new LakeSettings(CATALOG, "s3://lake/warehouse", null, "r", null, null, given);

        assertThat(lake.catalogProperties())
                .containsAllEntriesOf(given)
                .containsEntry("rest.client.connection-timeout-ms", "10000");
    }

    @Test
    void neverShowsTheSecret() {
        LakeSettings lake = new LakeSettings(
                CATALOG, "s3://lake/w", null, "r", "the-key", "the-secret", Map.of("credential", "the-secret"));

        assertThat(lake.toString()).doesNotContain("the-key", "the-secret").contains("s3://lake/w");
    }

    @Test
    void refusesWhatCannotWorkByName() {
        assertThatThrownBy(() -> LakeSettings.local(URI.create("ftp://x"), "file:///w"))
                .hasMessageContaining("ftp://x");
        assertThatThrownBy(() -> LakeSettings.local(CATALOG, "/folder")).hasMessageContaining("'/folder'");
        assertThatThrownBy(() -> new LakeSettings(CATALOG, "s3://l/w", null, "r", "key", null, Map.of()))
                .hasMessageContaining("both");
        assertThatThrownBy(() -> new LakeSettings(CATALOG, "s3://l/w", null, " ", null, null, Map.of()))
                .hasMessageContaining("region");
        assertThatThrownBy(() -> new LakeSettings(CATALOG, "s3://l/w", null, "r", null, null, Map.of("uri", "x")))
                .hasMessageContaining("'uri'");
    }
}
