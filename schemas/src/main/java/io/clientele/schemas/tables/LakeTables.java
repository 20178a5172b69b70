package io.clientele.schemas.tables;

import java.util.List;
import java.util.stream.Stream;

/** Every table of the lake. */
public final class LakeTables {
    /** Records that could not be taken in. */
    public static final TableDefinition DEAD_LETTERS = RawTables.deadLetters();

    /** Events that came too late to be counted live. */
    public static final TableDefinition LATE_EVENTS = RawTables.lateEvents();

    /** The profiles: tables and view {@code core.customer_profiles_*}. */
    public static final LiveTable CUSTOMER_PROFILES = ProfileTables.customerProfiles();

    /** The RFM scores: tables and view {@code core.customer_scores_*}. */
    public static final LiveTable CUSTOMER_SCORES = ScoreTables.customerScores();

    /** The cut points of the RFM scores. */
    public static final TableDefinition RFM_THRESHOLDS = ScoreTables.rfmThresholds();

    /** The person that each identifier points to: tables and view {@code core.identifiers_*}. */
    public static final LiveTable IDENTIFIERS = IdentityTables.identifiers();

    /** The sessions of every visitor: tables and view {@code core.sessions_*}. */
    public static final LiveTable SESSIONS = SessionTables.sessions();

    /** The carts: tables and view {@code core.carts_*}. */
    public static final LiveTable CARTS = CartTables.carts();

    /** The log of who was taken for whom. */
    public static final TableDefinition IDENTITY_CHANGES = IdentityTables.identityChanges();

    /** What would be lost without a channel. */
    public static final TableDefinition CHANNEL_EFFECTS = AttributionTables.channelEffects();

    /** What the maintenance did. */
    public static final TableDefinition MAINTENANCE_RUNS = ScoreTables.maintenanceRuns();

    /** The evidence of erasures. */
    public static final TableDefinition ERASURE_LOG = ErasureTables.erasureLog();

    /** What the checks of the data found. */
    public static final TableDefinition CHECK_RESULTS = QualityTables.checkResults();

    private static final List<TableDefinition> RAW_EVENTS = RawTables.events();

    private LakeTables() {}

    /** Every table. */
    public static List<TableDefinition> all() {
        return Stream.of(
                        RAW_EVENTS.stream(),
                        Stream.of(DEAD_LETTERS, LATE_EVENTS),
                        liveTables().stream().flatMap(table -> Stream.of(table.changes(), table.current())),
                        Stream.of(
                                RFM_THRESHOLDS,
                                IDENTITY_CHANGES,
                                CHANNEL_EFFECTS,
                                ERASURE_LOG,
                                MAINTENANCE_RUNS,
                                CHECK_RESULTS))
                .flatMap(tables -> tables)
                .toList();
    }

    /** The tables {@code raw.<topic>} of the event topics. */
    public static List<TableDefinition> rawEvents() {
        return RAW_EVENTS;
    }

    /**
     * The table {@code raw.<topic>}.
     *
     * @throws IllegalArgumentException if there is no event topic of this name
     */
    public static TableDefinition raw(String topic) {
        return RAW_EVENTS.stream()
                .filter(table -> table.name().equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no event topic '" + topic + "'"));
    }

    /** The tables that change every few seconds. */
    public static List<LiveTable> liveTables() {
        return List.of(CUSTOMER_PROFILES, CUSTOMER_SCORES, IDENTIFIERS, SESSIONS, CARTS);
    }
}
