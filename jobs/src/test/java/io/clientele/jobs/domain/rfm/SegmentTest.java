package io.clientele.jobs.domain.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTest {

    @ParameterizedTest(name = "recency {0}, frequency 1 to 5")
    @CsvSource({
        "5, new_customers, potential_loyalists, potential_loyalists, champions, champions",
        "4, promising, potential_loyalists, potential_loyalists, loyal_customers, loyal_customers",
        "3, about_to_sleep, about_to_sleep, need_attention, loyal_customers, loyal_customers",
        "2, hibernating, hibernating, at_risk, at_risk, cant_lose_them",
        "1, hibernating, hibernating, at_risk, at_risk, cant_lose_them",
    })
    void everyCellBelongsToOneSegment(
            int recency, String first, String second, String third, String fourth, String fifth) {
        String[] expected = {first, second, third, fourth, fifth};
        for (int frequency = 1; frequency <= 5; frequency++) {
            assertThat(Segment.of(recency, frequency).label()).isEqualTo(expected[frequency - 1]);
        }
    }
}
