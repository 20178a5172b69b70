package io.clientele.schemas.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.EventContract;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LakeTablesTest {
    static List<TableDefinition> tables() {
        return LakeTables.all();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyColumnSaysWhatItMeans(TableDefinition table) {
        assertThat(table.comment()).endsWith(".");
        assertThat(fields(table.schema().asStruct()))
                .allSatisfy(field -> assertThat(field.doc())
                        .as("%s.%s", table.fullName(), field.name())
                        .isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyNameIsSnakeCase(TableDefinition table) {
        assertThat(Stream.concat(
                        Stream.of(table.namespace(), table.name()),
                        fields(table.schema().asStruct()).map(Types.NestedField::name)))
                .allMatch(name -> name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyTableHasARequiredKeyOrSaysThatItHasNone(TableDefinition table) {
        assertThat(table.keyColumns().isEmpty())
                .as("%s has no key: %s", table.fullName(), table.comment())
                .isEqualTo(table.comment().contains("No key"));
        assertThat(table.keyColumns())
                .allSatisfy(key -> assertThat(table.schema().findField(key).isRequired())
                        .as("%s.%s is required", table.fullName(), key)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void personalDataLeavesNoTraceInTheMetadata(TableDefinition table) {
        assertThat(table.piiColumns())
                .allSatisfy(column -> assertThat(table.properties())
                        .containsEntry("write.metadata.metrics.column." + column, "none"));
        Set<String> identifiers = new HashSet<>(Set.of(
                "customer_id",
                "anonymous_id",
                "device_id",
                "loyalty_id",
                "email_sha256",
                "phone_sha256",
                "email",
                "identifier_value",
                "other_identifier_value",
                "owner"));
        identifiers.retainAll(
                table.schema().columns().stream().map(Types.NestedField::name).toList());
        assertThat(table.piiColumns()).containsAll(identifiers);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyTableHasTheCommonProperties(TableDefinition table) {
        assertThat(table.properties())
                .containsEntry("comment", table.comment())
                .containsEntry("format-version", "2")
                .containsEntry("write.parquet.compression-codec", "zstd")
                .containsEntry("write.metadata.delete-after-commit.enabled", "true")
                .containsEntry("write.metadata.previous-versions-max", "20");
    }

    @Test
    void namesAreUnique() {
        assertThat(tables())
                .extracting(TableDefinition::fullName)
                .doesNotHaveDuplicates()
                .hasSize(25);
    }

    @Test
    void aRawTableHoldsTheWholeContract() {
        for (EventContract contract : EventContract.events()) {
            TableDefinition table = LakeTables.raw(contract.topic());
            assertThat(table.schema().columns().stream().map(Types.NestedField::name))
                    .startsWith("event_id", "event_name", "occurred_at")
                    .containsAll(contract.schema().getFields().stream()
                            .map(org.apache.avro.Schema.Field::name)
                            .toList())
                    .endsWith("event_time", "kafka_partition", "kafka_offset", "owner");
            assertThat(table.partitionSpec().fields())
                    .singleElement()
                    .hasFieldOrPropertyWithValue("name", "event_time_month");
        }
    }

    @Test
    void contractTypesBecomeColumnTypes() {
        Schema orders = LakeTables.raw("orders").schema();
        assertThat(orders.findType("event_time")).isEqualTo(Types.TimestampType.withZone());
        assertThat(orders.findType("occurred_at")).isEqualTo(Types.TimestampType.withZone());
        assertThat(orders.findField("sent_at").isOptional()).isTrue();
        assertThat(orders.findType("gross_amount")).isEqualTo(Types.DecimalType.of(18, 4));
        assertThat(orders.findType("exchange_rate")).isEqualTo(Types.DecimalType.of(18, 8));
        assertThat(orders.findField("lines").isRequired()).isTrue();
        assertThat(orders.findType("lines.element.price")).isEqualTo(Types.DecimalType.of(18, 4));
        assertThat(orders.findField("lines.element.quantity").isRequired()).isTrue();
        assertThat(orders.findType("lines.element.quantity")).isEqualTo(Types.IntegerType.get());
        assertThat(LakeTables.raw("customers").schema().findType("birth_date")).isEqualTo(Types.DateType.get());
        assertThat(LakeTables.raw("customers").schema().findType("interests.element"))
                .isEqualTo(Types.StringType.get());
        assertThat(LakeTables.DEAD_LETTERS.schema().findType("record_value")).isEqualTo(Types.BinaryType.get());
    }

    @Test
    void changesAndCurrentHaveTheSameColumns() {
        for (LiveTable live : LakeTables.liveTables()) {
            assertThat(live.changes().schema().asStruct())
                    .isEqualTo(live.current().schema().asStruct());
            assertThat(live.changes().fullName()).isEqualTo("core." + live.name() + "_changes");
            assertThat(live.current().fullName()).isEqualTo("core." + live.name() + "_current");
            assertThat(live.viewName()).isEqualTo(live.name() + "_live");
            assertThat(live.current().keyColumns()).isEqualTo(live.key());
            for (String column : List.of("version", "changed_at", "is_deleted", "checkpoint_id")) {
                assertThat(live.changes().schema().findField(column).isRequired())
                        .as(column)
                        .isTrue();
            }
        }
    }

    @Test
    void anIdentifierIsTypeAndValueAndIsFoundByItsValue() {
        LiveTable identifiers = LakeTables.IDENTIFIERS;
        assertThat(identifiers.key()).containsExactly("identifier_type", "identifier_value");
        assertThat(identifiers.changes().keyColumns())
                .containsExactly("identifier_type", "identifier_value", "version");
        assertThat(identifiers.current().partitionSpec().fields())
                .singleElement()
                .hasFieldOrPropertyWithValue("name", "identifier_value_bucket");
        assertThat(identifiers.changes().partitionSpec().fields())
                .singleElement()
                .hasFieldOrPropertyWithValue("name", "checkpoint_id_trunc");
    }

    @Test
    void aColumnThatCameLaterIsOptional() {
        assertThat(LakeTables.CUSTOMER_PROFILES
                        .changes()
                        .schema()
                        .findField("identifier_count")
                        .isOptional())
                .isTrue();
    }

    @Test
    void aKeyMayNotBeOptional() {
        Schema schema = new Schema(Types.NestedField.optional(1, "id", Types.StringType.get(), "Key."));
        assertThatThrownBy(() -> new TableDefinition(
                        "core", "t", "T.", schema, List.of("id"), PartitionSpec.unpartitioned(), Map.of(), Set.of()))
                .hasMessage("core.t: the key column 'id' must be a required column");
    }

    @Test
    void aTopicWithoutTableIsNamed() {
        assertThatThrownBy(() -> LakeTables.raw("order")).hasMessage("no event topic 'order'");
    }

    /** The columns and the fields of structs inside them; the unnamed elements of lists and maps have no comment. */
    private static Stream<Types.NestedField> fields(Types.StructType struct) {
        return struct.fields().stream().flatMap(field -> Stream.concat(Stream.of(field), nested(field.type())));
    }

    private static Stream<Types.NestedField> nested(Type type) {
        return switch (type.typeId()) {
            case STRUCT -> fields(type.asStructType());
            case LIST -> nested(type.asListType().elementType());
            case MAP -> nested(type.asMapType().valueType());
            default -> Stream.empty();
        };
    }

    @ParameterizedTest
    @MethodSource("tables")
    void fieldIdsAreUnique(TableDefinition table) {
        // the index refuses two fields of one id
        assertThat(TypeUtil.indexById(table.schema().asStruct())).isNotEmpty();
    }
}
