package io.clientele.schemas.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class ErasureRuleTest {

    @Test
    void everyTableHasARuleAndOneWithPersonalDataIsNotPassedOver() {
        assertThat(LakeTables.all()).allSatisfy(table -> {
            ErasureRule rule = ErasureRule.of(table);
            assertThat(rule == ErasureRule.NOTHING)
                    .as("%s is passed over", table.fullName())
                    .isEqualTo(table.piiColumns().isEmpty());
        });
    }

    @Test
    void eventsStayWithoutTheirPersonAndWhatIsKnownOfAPersonGoes() {
        assertThat(LakeTables.rawEvents()).allMatch(table -> ErasureRule.of(table) == ErasureRule.ANONYMISE);
        assertThat(ErasureRule.of(LakeTables.DEAD_LETTERS)).isEqualTo(ErasureRule.CLEAR_BYTES);
        assertThat(ErasureRule.of(LakeTables.IDENTITY_CHANGES)).isEqualTo(ErasureRule.DELETE);
        assertThat(ErasureRule.of(LakeTables.CUSTOMER_SCORES.changes())).isEqualTo(ErasureRule.DELETE);
        assertThat(ErasureRule.of(LakeTables.SESSIONS.changes())).isEqualTo(ErasureRule.DELETE);
        assertThat(ErasureRule.of(LakeTables.SESSIONS.current())).isEqualTo(ErasureRule.DELETE);
        assertThat(ErasureRule.of(LakeTables.CARTS.changes())).isEqualTo(ErasureRule.DELETE);
        assertThat(ErasureRule.of(LakeTables.ERASURE_LOG)).isEqualTo(ErasureRule.NOTHING);
    }

    @Test
    void allPersonalColumnsOfAnEventAreEmptiedAndCanBe() {
        assertThat(LakeTables.rawEvents()).allSatisfy(table -> {
            assertThat(ErasureRule.anonymised(table))
                    .extracting(Types.NestedField::name)
                    .containsAll(table.piiColumns());
            assertThat(ErasureRule.anonymised(table))
                    .as("null or an empty list is a value of each")
                    .allMatch(column -> column.isOptional() || column.type().isListType());
        });
    }

    @Test
    void aTableWhoseRowsNobodyCanFindIsRefused() {
        TableDefinition table = TableDefinition.of(
                "core",
                "notes",
                "What somebody wrote.",
                new Schema(Types.NestedField.optional(1, "note", Types.StringType.get(), "The words.")),
                List.of(),
                PartitionSpec.unpartitioned(),
                Set.of("note"));

        assertThatThrownBy(() -> ErasureRule.of(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("core.notes")
                .hasMessageContaining("ErasureRule");
    }
}
