package io.clientele.stack.imports;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The formats that can be imported. */
public enum ImportFormat {
    ONLINE_RETAIL(OnlineRetailFormat.NAME) {
        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new OnlineRetailFormat(zone, currency, sorts);
        }
    },
    CDNOW(CdnowFormat.NAME) {
        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new CdnowFormat(zone, currency, sorts);
        }
    },
    MAVEN(MavenFormat.NAME) {
        @Override
        List<DataSetFile> files() {
            return MavenFormat.FILES;
        }

        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new MavenFormat(zone, currency, sorts);
        }
    },
    HILLSTROM(HillstromFormat.NAME) {
        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new HillstromFormat(zone, currency);
        }
    },
    SNOWPLOW(SnowplowFormat.NAME) {
        @Override
        List<DataSetFile> files() {
            return SnowplowFormat.FILES;
        }

        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new SnowplowFormat(sorts);
        }
    },
    COMPLETE_JOURNEY(CompleteJourneyFormat.NAME) {
        @Override
        List<DataSetFile> files() {
            return CompleteJourneyFormat.FILES;
        }

        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new CompleteJourneyFormat(zone, currency, sorts);
        }
    },
    ORDERS_CSV(OrdersCsvFormat.NAME) {
        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new OrdersCsvFormat(zone, currency, sorts);
        }
    },
    EVENTS_NDJSON(EventsNdjsonFormat.NAME) {
        @Override
        FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts) {
            return new EventsNdjsonFormat(zone);
        }
    };

    private final String label;

    ImportFormat(String label) {
        this.label = label;
    }

    /**
     * @param zone of dates and times without one
     * @param currency of amounts without one, ISO 4217
     * @param sorts makes sorts for the reader's own use; the reader closes them
     */
    abstract FileFormat reader(ZoneId zone, String currency, Supplier<ExternalSort> sorts);

    /** The files of a data set that may also come as a tar archive, the first one first; none for a format of a single file. */
    List<DataSetFile> files() {
        return List.of();
    }

    /** As it is named on the command line. */
    public String label() {
        return label;
    }

    /**
     * The format of this name.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    public static ImportFormat named(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not one of %s"
                        .formatted(
                                label,
                                String.join(
                                        ", ",
                                        Arrays.stream(values())
                                                .map(ImportFormat::label)
                                                .toList()))));
    }

    @Override
    public String toString() {
        return label;
    }
}
