package io.clientele.connectors.iceberg;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.schemas.tables.TableDefinition;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class RowFactoryTest {
    private static final Types.StructType LINE = Types.StructType.of(
            required(20, "sku", Types.StringType.get(), ""), optional(21, "price", Types.DecimalType.of(18, 4), ""));
    private static final RowFactory ROWS = RowFactory.of(new TableDefinition(
            "raw",
            "sales",
            "Sales.",
            new Schema(
                    required(1, "id", Types.StringType.get(), ""),
                    optional(2, "amount", Types.DecimalType.of(18, 4), ""),
                    optional(3, "sold_at", Types.TimestampType.withZone(), ""),
                    optional(4, "sold_on", Types.DateType.get(), ""),
                    optional(5, "lines", Types.ListType.ofRequired(10, LINE), ""),
                    optional(
                            6,
                            "counts",
                            Types.MapType.ofRequired(11, 12, Types.StringType.get(), Types.LongType.get()),
                            ""),
                    optional(
                            7,
                            "by_day",
                            Types.MapType.ofRequired(13, 14, Types.DateType.get(), Types.DecimalType.of(18, 4)),
                            ""),
                    optional(8, "payload", Types.BinaryType.get(), ""),
                    optional(9, "is_new", Types.BooleanType.get(), "")),
            List.of("id"),
            PartitionSpec.unpartitioned(),
            Map.of(),
            Set.of()));

    @Test
    void putsEachValueIntoTheColumnOfItsName() {
        Instant soldAt = Instant.parse("2011-12-09T12:50:00.123456Z");
        RowData row = ROWS.row()
                .set("is_new", true)
                .set("payload", new byte[] {1, 2})
                .set("sold_on", LocalDate.of(2011, 12, 9))
                .set("sold_at", soldAt)
                .set("amount", new BigDecimal("12.5"))
                .set("lines", List.of(Map.of("sku", "a", "price", new BigDecimal("0.0001"))))
                .set("counts", Map.of("view/web", 3L))
                .set("by_day", Map.of(LocalDate.of(1970, 1, 2), BigDecimal.ONE))
                .set("id", "s1")
                .build();

        assertThat(row.getString(0)).hasToString("s1");
        assertThat(row.getDecimal(1, 18, 4).toBigDecimal()).isEqualTo(new BigDecimal("12.5000"));
        assertThat(row.getTimestamp(2, 6).toInstant()).isEqualTo(soldAt);
        assertThat(row.getInt(3)).isEqualTo((int) LocalDate.of(2011, 12, 9).toEpochDay());
        RowData line = row.getArray(4).getRow(0, 2);
        assertThat(line.getString(0)).hasToString("a");
        assertThat(line.getDecimal(1, 18, 4).toBigDecimal()).isEqualTo(new BigDecimal("0.0001"));
        assertThat(((GenericMapData) row.getMap(5)).get(StringData.fromString("view/web")))
                .isEqualTo(3L);
        assertThat(((GenericMapData) row.getMap(6)).get(1)).hasToString("1.0000");
        assertThat(row.getBinary(7)).containsExactly(1, 2);
        assertThat(row.getBoolean(8)).isTrue();
    }

    @Test
    void leavesOtherColumnsNullAndNamesTheRequiredOnes() {
        assertThat(ROWS.row().set("id", "s1").build().isNullAt(1)).isTrue();
        assertThatThrownBy(() -> ROWS.row().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("raw.sales", "[id]");
    }

    @Test
    void refusesAmountsThatWouldLoseDigitsButNotTrailingZeros() {
        assertThat(ROWS.row()
                        .set("id", "s")
                        .set("amount", new BigDecimal("1.10000"))
                        .build()
                        .getDecimal(1, 18, 4))
                .hasToString("1.1000");
        assertThatThrownBy(() -> ROWS.row().set("amount", new BigDecimal("0.00001")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'amount'", "raw.sales", "0.00001", "without loss");
        assertThatThrownBy(() -> ROWS.row().set("amount", new BigDecimal("100000000000000")))
                .hasMessageContaining("without loss");
    }

    @Test
    void namesColumnsThatDoNotExistOrDoNotFit() {
        assertThatThrownBy(() -> ROWS.row().set("amout", BigDecimal.ONE))
                .hasMessageContainingAll("'amout'", "raw.sales");
        assertThatThrownBy(() -> ROWS.row().set("is_new", "yes")).hasMessageContainingAll("'is_new'", "String");
        assertThatThrownBy(() -> ROWS.row().set("lines", List.of(Map.of("sku", "a", "colour", "red"))))
                .hasMessageContainingAll("'lines'", "'colour'");
        assertThatThrownBy(() -> ROWS.row().set("lines", Arrays.asList((Object) null)))
                .hasMessageContaining("'lines'");
    }

    @Test
    void takesAnAvroRecordByFieldName() {
        org.apache.avro.Schema lineSchema = SchemaBuilder.record("Line")
                .fields()
                .requiredString("sku")
                .optionalBytes("price")
                .endRecord();
        org.apache.avro.Schema schema = SchemaBuilder.record("Sale")
                .fields()
                .requiredLong("sold_at")
                .requiredString("id")
                .name("lines")
                .type()
                .array()
                .items(lineSchema)
                .noDefault()
                .optionalBytes("amount")
                .endRecord();
        GenericRecord line = new GenericData.Record(lineSchema);
        line.put("sku", new Utf8("a"));
        GenericRecord sale = new GenericData.Record(schema);
        sale.put("sold_at", -1L);
        sale.put("id", new Utf8("s1"));
        sale.put("lines", List.of(line));
        sale.put("amount", ByteBuffer.wrap(new byte[] {0x30, 0x39}));

        GenericRowData row = ROWS.fromAvro(sale).set("is_new", false).build();

        assertThat(row.getTimestamp(2, 6).toInstant()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
        assertThat(row.getDecimal(1, 18, 4)).hasToString("1.2345");
        assertThat(((GenericArrayData) row.getArray(4)).getRow(0, 2).getString(0))
                .hasToString("a");
    }

    @Test
    void refusesAnAvroFieldThatTheTableHasNoColumnFor() {
        org.apache.avro.Schema schema =
                SchemaBuilder.record("Sale").fields().requiredString("shop").endRecord();
        GenericRecord sale = new GenericData.Record(schema);
        sale.put("shop", new Utf8("x"));

        assertThatThrownBy(() -> ROWS.fromAvro(sale)).hasMessageContainingAll("'shop'", "raw.sales");
    }

    @Test
    void takesBytesWithoutConsumingTheirBuffer() {
        ByteBuffer buffer = ByteBuffer.wrap("ab".getBytes(StandardCharsets.UTF_8));
        ROWS.row().set("payload", buffer);
        assertThat(buffer.remaining()).isEqualTo(2);
    }
}
