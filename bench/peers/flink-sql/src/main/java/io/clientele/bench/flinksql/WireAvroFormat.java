package io.clientele.bench.flinksql;

import io.clientele.connectors.kafka.SchemaRegistry;
import io.clientele.connectors.kafka.UnknownSchema;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.formats.avro.AvroRowDataDeserializationSchema;
import org.apache.flink.formats.avro.AvroToRowDataConverters;
import org.apache.flink.formats.avro.RegistryAvroDeserializationSchema;
import org.apache.flink.formats.avro.SchemaCoder;
import org.apache.flink.formats.avro.typeutils.AvroSchemaConverter;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Flink's own Avro decoding on Confluent's wire format, put together as Flink's {@code avro-confluent} does, whose jar there is none of for
 * this Flink; it differs in the registry's client alone.
 */
public final class WireAvroFormat implements DeserializationFormatFactory {

    private static final ConfigOption<String> REGISTRY =
            ConfigOptions.key("registry").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "wire-avro";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(REGISTRY);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
            DynamicTableFactory.Context context, ReadableConfig options) {
        FactoryUtil.validateFactoryOptions(this, options);
        return new Format(options.get(REGISTRY));
    }

    private record Format(String registry) implements DecodingFormat<DeserializationSchema<RowData>> {

        @Override
        public DeserializationSchema<RowData> createRuntimeDecoder(
                DynamicTableSource.Context context, DataType producedDataType) {
            RowType rowType = (RowType) producedDataType.getLogicalType();
            TypeInformation<RowData> type = context.createTypeInformation(producedDataType);
            Schema reader = AvroSchemaConverter.convertToSchema(rowType);
            return new AvroRowDataDeserializationSchema(
                    new RegistryAvroDeserializationSchema<>(GenericRecord.class, reader, new CoderProvider(registry)),
                    AvroToRowDataConverters.createRowConverter(rowType),
                    type);
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }
    }

    private record CoderProvider(String registry) implements SchemaCoder.SchemaCoderProvider {

        @Override
        public SchemaCoder get() {
            return new Coder(new SchemaRegistry(URI.create(registry)));
        }
    }

    private record Coder(SchemaRegistry registry) implements SchemaCoder {

        @Override
        public Schema readSchema(InputStream in) throws IOException {
            DataInputStream header = new DataInputStream(in);
            if (header.readByte() != 0) {
                throw new IOException("the first byte is not that of the wire format");
            }
            try {
                return registry.byId(header.readInt());
            } catch (UnknownSchema unknown) {
                throw new IOException(unknown);
            }
        }

        @Override
        public void writeSchema(Schema schema, OutputStream out) {
            throw new UnsupportedOperationException("events are only read");
        }
    }
}
