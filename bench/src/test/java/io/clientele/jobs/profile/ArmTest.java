package io.clientele.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.clientele.bench.ShopEvents;
import io.clientele.bench.ShopPlan;
import io.clientele.connectors.kafka.ReceivedEvent;
import io.clientele.jobs.domain.BusinessCalendar;
import io.clientele.jobs.domain.identity.IdentityRules;
import io.clientele.jobs.domain.rfm.ScoringRules;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Both arms see all of a shop: the same orders, money and clicks, of more or fewer persons. */
class ArmTest {

    private static final ShopPlan PLAN = new ShopPlan(500, 2, 0.05, 4, 2, 1);
    private static final ProfileSettings SETTINGS = new ProfileSettings(
            new BusinessCalendar(ZoneOffset.UTC),
            "GBP",
            new ScoringRules(null, ScoringRules.ALL_HISTORY, 1_000_000),
            IdentityRules.DEFAULT,
            Duration.ofDays(4));

    private record Totals(long orders, long netSales, long clicks) {

        static Totals of(Collection<PersonProfile> persons) {
            return new Totals(
                    persons.stream()
                            .mapToLong(person -> person.ledger().total().orders())
                            .sum(),
                    persons.stream()
                            .mapToLong(person -> person.ledger().total().net())
                            .sum(),
                    persons.stream()
                            .mapToLong(person -> person.activity().events())
                            .sum());
        }
    }

    @Test
    void bothCountTheSameAndIdentityGivesEachCustomerOnePerson() throws Exception {
        Collection<PersonProfile> with = run(Arm.WITH_IDENTITY);
        Collection<PersonProfile> without = run(Arm.WITHOUT_IDENTITY);

        assertThat(Totals.of(with)).isEqualTo(Totals.of(without));
        assertThat(Totals.of(with).orders() + Totals.of(with).clicks()).isEqualTo(PLAN.events());
        assertThat(Totals.of(with).netSales()).isPositive();
        assertThat(with).hasSize(PLAN.customers()).allMatch(person -> person.customerId() != null);
        assertThat(without).hasSizeGreaterThan(PLAN.customers());
    }

    private static Collection<PersonProfile> run(Arm arm) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(PLAN.partitions());
        Iterator<PersonProfile> profiles = arm.build(
                        env.fromSource(
                                        new DataGeneratorSource<>(
                                                new ShopEvents(PLAN),
                                                PLAN.events(),
                                                TypeInformation.of(ReceivedEvent.class)),
                                        WatermarkStrategy.<ReceivedEvent>forBoundedOutOfOrderness(Duration.ofDays(4))
                                                .withTimestampAssigner((event, kafka) -> event.eventTimeMillis()),
                                        "shop")
                                .uid("shop"),
                        ShopEvents.schemas(),
                        SETTINGS)
                .collectAsync();
        env.executeAsync();
        Map<String, PersonProfile> newest = new HashMap<>();
        profiles.forEachRemaining(
                profile -> newest.merge(profile.personId(), profile, (a, b) -> a.version() > b.version() ? a : b));
        newest.values().removeIf(PersonProfile::isDeleted);
        return newest.values();
    }
}
