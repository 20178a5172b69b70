package io.clientele.jobs.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.jobs.domain.PersonId;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {

    private static final String HASH = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            customer_id,  "",          EMPTY
            customer_id,  "  ",        EMPTY
            customer_id,  0,           ALL_ZEROS
            loyalty_id,   00000000,    ALL_ZEROS
            device_id,    00000000-0000-0000-0000-000000000000, ALL_ZEROS
            email_sha256, 0000000000000000000000000000000000000000000000000000000000000000, ALL_ZEROS
            customer_id,  -1,          PLACEHOLDER
            customer_id,  null,        PLACEHOLDER
            device_id,    None,        PLACEHOLDER
            anonymous_id, undefined,   PLACEHOLDER
            anonymous_id, ANONYMOUS,   PLACEHOLDER
            loyalty_id,   "Unknown ",  PLACEHOLDER
            email_sha256, somebody@example.com, NOT_A_HASH
            phone_sha256, abcdef,      NOT_A_HASH
            email_sha256, 973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813g, NOT_A_HASH
            email_sha256, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, PLACEHOLDER
            phone_sha256, 74234E98AFE7498FB5DAF1F36AC2D78ACC339464F950703B8C019892F982B90B, PLACEHOLDER
            """)
    void whatIdentifiesNobodyIsRefused(String type, String value, IdentifierFlaw flaw) {
        IdentifierType identifierType = IdentifierType.parse(type);
        assertThat(IdentifierFlaw.of(identifierType, value)).isEqualTo(flaw);
        assertThatThrownBy(() -> new Identifier(identifierType, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(flaw.name());
    }

    @ParameterizedTest
    @CsvSource({"customer_id,1", "customer_id,10", "customer_id,0-1", "loyalty_id,-", "device_id,nullable"})
    void whatLooksLikeThemIsNot(String type, String value) {
        assertThat(IdentifierFlaw.of(IdentifierType.parse(type), value)).isNull();
    }

    @Test
    void hashesAreComparedInLowerCaseAndNothingElseIs() {
        assertThat(Identifier.parse("email_sha256:" + HASH.toUpperCase(Locale.ROOT)))
                .isEqualTo(Identifier.parse("email_sha256:" + HASH));
        assertThat(Identifier.parse("device_id:A")).isNotEqualTo(Identifier.parse("device_id:a"));
    }

    @Test
    void theMostTellingTypeComesFirst() {
        Identifier[] sorted = Stream.of(
                        "anonymous_id:a",
                        "device_id:a",
                        "phone_sha256:" + HASH,
                        "email_sha256:" + HASH,
                        "loyalty_id:a",
                        "customer_id:b",
                        "customer_id:a")
                .map(Identifier::parse)
                .sorted()
                .toArray(Identifier[]::new);
        assertThat(sorted)
                .extracting(Identifier::text)
                .containsExactly(
                        "customer_id:a",
                        "customer_id:b",
                        "loyalty_id:a",
                        "email_sha256:" + HASH,
                        "phone_sha256:" + HASH,
                        "device_id:a",
                        "anonymous_id:a");
    }

    @Test
    void aPersonIsNamedAfterTheIdentifier() {
        assertThat(Identifier.parse("customer_id:7").personId()).isEqualTo(PersonId.of("customer_id", "7"));
    }

    @Test
    void anythingElseIsNoIdentifier() {
        assertThatThrownBy(() -> Identifier.parse("customer_id")).hasMessageContaining("customer_id");
        assertThatThrownBy(() -> Identifier.parse("shoe_size:44")).hasMessageContaining("shoe_size");
    }

    @Property
    void textsNameIdentifiersAndPairs(@ForAll @NotBlank String one, @ForAll @NotBlank String other) {
        if (IdentifierFlaw.of(IdentifierType.DEVICE_ID, one) != null
                || IdentifierFlaw.of(IdentifierType.ANONYMOUS_ID, other) != null) {
            return;
        }
        Identifier first = new Identifier(IdentifierType.DEVICE_ID, one);
        Identifier second = new Identifier(IdentifierType.ANONYMOUS_ID, other);
        assertThat(Identifier.parse(first.text())).isEqualTo(first);
        IdentifierPair pair = IdentifierPair.of(second, first);
        assertThat(pair.first()).isEqualTo(first);
        assertThat(IdentifierPair.parse(pair.text())).isEqualTo(pair);
    }

    @Test
    void nothingIsPairedWithItself() {
        Identifier customer = Identifier.parse("customer_id:c1");
        assertThatThrownBy(() -> IdentifierPair.of(customer, customer)).hasMessageContaining("customer_id:c1");
    }
}
