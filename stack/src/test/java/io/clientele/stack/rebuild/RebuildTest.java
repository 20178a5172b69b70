package io.clientele.stack.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.jobs.settings.Edition;
import io.clientele.stack.StackFailure;
import io.clientele.stack.parts.FlinkJobs;
import io.clientele.stack.parts.Home;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a rebuild: what it is of, in which pieces and up to where it reads, and what its views read. */
class RebuildTest {
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final RebuiltJob PROFILE = RebuiltJob.of("profile");
    private static final RebuiltJob JOURNEY = RebuiltJob.of("journey");

    @ParameterizedTest
    @CsvSource({
        "profile, profile",
        "customer_rfm, profile",
        "core.customer_rfm_history, profile",
        "core.customer_profiles_live, profile",
        "rfm_thresholds, profile",
        "identity_changes, profile",
        "sessions, journey",
        "core.carts_changes, journey"
    })
    void aTableIsRebuiltWithAllThatItsJobMakes(String name, String job) {
        assertThat(RebuiltJob.of(name).job().name()).isEqualTo(job);
    }

    @ParameterizedTest
    @CsvSource({
        "raw.orders, raw.orders is what a rebuild reads",
        "archive, archive is what a rebuild reads",
        "core.orders, neither a job core.orders nor a table",
        "mart.daily_sales, neither a job mart.daily_sales nor a table",
        "custmer_rfm, neither a job custmer_rfm nor a table"
    })
    void whatNoJobMakesIsRefusedWithWhatCanBeRebuilt(String name, String message) {
        assertThatThrownBy(() -> RebuiltJob.of(name))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(message)
                .hasMessageContaining("profile (")
                .hasMessageContaining("customer_rfm")
                .hasMessageContaining("journey (carts, sessions)");
    }

    @Test
    void aRebuildIsNotSubmittedOrUpgradedAsAJobOfTheLine() {
        assertThat(FlinkJobs.ofTheLine("profile")).isEqualTo(PROFILE.job());
        assertThatThrownBy(() -> FlinkJobs.ofTheLine("profile-rebuild"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("profile-rebuild is a rebuild")
                .hasMessageContaining("./clientele rebuild profile");
        assertThatThrownBy(() -> FlinkJobs.ofTheLine("profil")).hasMessageContaining("there is no job profil");
    }

    @Test
    void daysGoTogetherInTheirOrderWhileTheyFit() {
        TreeMap<LocalDate, Long> days = new TreeMap<>(Map.of(
                LocalDate.parse("2011-03-01"), 4L,
                LocalDate.parse("2011-03-02"), 6L,
                LocalDate.parse("2011-03-09"), 11L,
                LocalDate.parse("2011-03-10"), 1L));

        assertThat(Portions.of(days, 10).stream().map(Portions.Portion::condition))
                .containsExactly(
                        between("2011-03-01", "2011-03-03"),
                        between("2011-03-09", "2011-03-10"),
                        between("2011-03-10", "2011-03-11"));
        assertThat(Portions.of(new TreeMap<>(), 10)).isEmpty();
    }

    private static String between(String from, String before) {
        return "event_time >= timestamp '%s 00:00:00 UTC' and event_time < timestamp '%s 00:00:00 UTC'"
                .formatted(from, before);
    }

    @Test
    void readsOfEachPartitionWhatComesBeforeTheHandOver() {
        Map<TopicPartition, Long> handOver = new TreeMap<>(RebuildTopics.ORDER);
        handOver.putAll(Map.of(FIRST, 7L, SECOND, 9L, new TopicPartition("customers", 0), 3L));

        assertThat(HandOver.condition("orders", handOver))
                .isEqualTo("(kafka_partition = 0 and kafka_offset < 7 or kafka_partition = 1 and kafka_offset < 9)");
        assertThat(HandOver.condition("clickstream", handOver)).isEqualTo("false");
    }

    @Test
    void aLogThatEndsBeforeWhatIsArchivedIsAnotherOne() {
        assertThatCode(() -> HandOver.requireSameLog(Map.of(FIRST, 7L), Map.of(FIRST, 7L)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> HandOver.requireSameLog(Map.of(FIRST, 7L), Map.of(FIRST, 6L)))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("orders-0 ends at 6, raw.orders has it up to 6")
                .hasMessageContaining("--as-of DATE");
    }

    @Test
    void viewsReadTheRebuiltTablesAndAllElseWhereItIs() {
        Map<String, String> views = Map.of(
                "core.sessions",
                "create view lake.core.sessions as select * from lake.core.sessions_live join"
                        + " lake.core.identifiers_live",
                "core.carts",
                "create view lake.core.carts as select * from lake.core.open_carts",
                "core.open_carts",
                "create view lake.core.open_carts as select * from lake.core.carts_changes",
                "core.business_settings",
                "create view lake.core.business_settings as select 1",
                "mart.funnel",
                "create view lake.mart.funnel as select * from lake.core.sessions");

        assertThat(new RebuildViews(JOURNEY, views).scripts())
                .isEqualTo(Map.of(
                        "rebuild_journey.sessions",
                        "create view lake.rebuild_journey.sessions as select * from"
                                + " lake.rebuild_journey.sessions_live join lake.core.identifiers_live",
                        "rebuild_journey.carts",
                        "create view lake.rebuild_journey.carts as select * from" + " lake.rebuild_journey.open_carts",
                        "rebuild_journey.open_carts",
                        "create view lake.rebuild_journey.open_carts as select * from"
                                + " lake.rebuild_journey.carts_changes"));
    }

    @Test
    void nothingOfARebuildHasTheNameOfSomethingLive() {
        assertThat(PROFILE.namespace()).isEqualTo("rebuild_profile");
        assertThat(PROFILE.group()).isEqualTo("clientele-profile-rebuild");
        assertThat(PROFILE.copy("orders")).isEqualTo("rebuild-profile-orders");
        assertThat(Rebuilds.arguments(PROFILE, Edition.Events.COPIES))
                .containsExactly("--rebuild.of", "profile", "--rebuild.reads", "copies");
    }

    @Test
    void theRecordIsReadAsItWasWritten(@TempDir Path folder) {
        Home home = new Home(folder);
        RebuildRecord record =
                new RebuildRecord("profile", "profile-1", RebuildRecord.Phase.FOLDING, Map.of(FIRST, 7L, SECOND, 9L));

        assertThat(RebuildRecord.read(home, "profile")).isEmpty();
        record.write(home);
        assertThat(RebuildRecord.read(home, "profile")).contains(record);
        RebuildRecord.delete(home, "profile");
        assertThat(RebuildRecord.read(home, "profile")).isEmpty();
    }
}
