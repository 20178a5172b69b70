package io.clientele.stack.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.tables.LakeTables;
import io.clientele.schemas.tables.TableDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureSqlTest {
    private static final ErasureSql SQL =
            new ErasureSql(List.of(Identifier.parse("customer_id:1"), Identifier.parse("device_id:tablet")));

    /** Customer 2 ordered on the tablet of customer 1. */
    @Test
    void anEventOfSomebodyElseLosesOnlyTheErasedIdentifier() {
        assertThat(SQL.erase(table("raw.orders")))
                .contains(
                        "customer_id = if(owner is null or owner in ('customer_id:1', 'device_id:tablet'), null, if(customer_id in ('1'), null, customer_id))",
                        "device_id = if(owner is null or owner in ('customer_id:1', 'device_id:tablet'), null, if(device_id in ('tablet'), null, device_id))",
                        "owner = if(owner is null or owner in ('customer_id:1', 'device_id:tablet'), null, owner)");
    }

    @Test
    void anAddressGoesWithItsHash() {
        String hash = "a".repeat(64);
        assertThat(new ErasureSql(List.of(Identifier.parse("email_sha256:" + hash))).erase(table("raw.customers")))
                .contains(
                        ", email = if(owner is null or owner in ('email_sha256:%1$s'), null, if(lower(email_sha256) in ('%1$s'), null, email))"
                                .formatted(hash));
    }

    @Test
    void whatIsKnownOfAPersonIsDeleted() {
        assertThat(SQL.erase(table("core.customer_profiles_current")))
                .contains("delete from lake.core.customer_profiles_current where")
                .contains(Identifier.parse("customer_id:1").personId());
    }

    @Test
    void ofAnEventOfSomebodyElseNoMoreIsShownThanThatItNamesThePerson() {
        String persons = "if(owner is null or owner in ('customer_id:1', 'device_id:tablet'), ";
        assertThat(SQL.shown(table("raw.orders"), "event_id")).isEqualTo("event_id");
        assertThat(SQL.shown(table("raw.orders"), "gross_amount")).isEqualTo(persons + "gross_amount, null)");
        assertThat(SQL.shown(table("raw.orders"), "device_id"))
                .isEqualTo(persons + "device_id, if(device_id in ('tablet'), device_id))");
        assertThat(SQL.shown(table("core.identity_changes"), "other_identifier_value"))
                .isEqualTo(
                        "if(other_identifier_type || ':' || other_identifier_value in ('customer_id:1', 'device_id:tablet'),"
                                + " other_identifier_value)");
    }

    @Test
    void aLineOfAChatThatNamesOnlyTheChatIsThePersons() {
        assertThat(SQL.where(table("raw.interactions")))
                .contains(
                        "owner is null and conversation_id in (select about.conversation_id from lake.raw.interactions as about"
                                + " where about.owner in ('customer_id:1', 'device_id:tablet'))");
        assertThat(ErasureSql.inOrder(LakeTables.all()))
                .extracting(TableDefinition::fullName)
                .as("whose the events of others are is found before it is forgotten")
                .endsWith("raw.interactions", "raw.support", "raw.orders")
                .containsAll(
                        LakeTables.all().stream().map(TableDefinition::fullName).toList());
    }

    /** A short number occurs anywhere; hashes come in small letters and in capitals. */
    @Test
    void refusedBytesAreSearchedForEverySpelling() {
        assertThat(SQL.where(table("raw.dead_letters")))
                .contains("strpos(lower(from_utf8(coalesce(record_value, x''))), lower(chr(2) || '1')) > 0")
                .contains("strpos(lower(from_utf8(coalesce(record_value, x''))), lower('\"' || '1' || '\"')) > 0")
                .contains("strpos(lower(from_utf8(coalesce(record_value, x''))), lower('tablet')) > 0")
                .contains("strpos(lower(from_utf8(coalesce(record_key, x''))), lower('1')) > 0");
    }

    private static TableDefinition table(String name) {
        return LakeTables.all().stream()
                .filter(table -> table.fullName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
