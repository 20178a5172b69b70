package io.clientele.jobs.domain.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CampaignArmsTest {
    private static final int RECIPIENTS = 20_000;

    private static double holdout(CampaignArms... all) {
        return IntStream.range(0, RECIPIENTS)
                        .filter(number -> Arrays.stream(all)
                                .allMatch(arms -> arms.of("c" + number).equals(CampaignArms.HOLDOUT)))
                        .count()
                / (double) RECIPIENTS;
    }

    @Test
    void anArmHasItsShareOfTheRecipientsInEveryCampaignApart() {
        CampaignArms spring = CampaignArms.withHoldout("spring", new BigDecimal("0.2"));
        CampaignArms summer = CampaignArms.withHoldout("summer", new BigDecimal("0.2"));

        // four standard deviations of 20,000 recipients
        assertThat(holdout(spring)).isBetween(0.1887, 0.2113);
        assertThat(holdout(summer)).isBetween(0.1887, 0.2113);
        assertThat(holdout(spring, summer)).as("in both, as chance has it").isBetween(0.0345, 0.0455);
    }

    @Test
    void theSameRecipientIsInTheSameArmForGood() {
        assertThat(IntStream.range(0, 12)
                        .mapToObj(number -> CampaignArms.withHoldout("spring", new BigDecimal("0.5"))
                                .of("c" + number))
                        .map(arm -> arm.substring(0, 1))
                        .collect(Collectors.joining()))
                .as("decided once and for all: another hash would move everybody")
                .isEqualTo("tththtthhhtt");
    }

    @Test
    void sharesMustBeOneTogether() {
        assertThatThrownBy(() -> new CampaignArms(
                        "spring", Map.of("holdout", new BigDecimal("0.6"), "treated", new BigDecimal("0.5"))))
                .hasMessageContaining("campaign spring")
                .hasMessageContaining("1.1 together, not 1");
        assertThatThrownBy(() -> CampaignArms.withHoldout("spring", BigDecimal.ZERO))
                .hasMessageContaining("'holdout' has the share 0");
        assertThatThrownBy(() -> CampaignArms.withHoldout("spring", new BigDecimal("1.2")))
                .hasMessageContaining("'treated' has the share -0.2");
        assertThatThrownBy(() -> new CampaignArms("spring", Map.of(" ", BigDecimal.ONE)))
                .hasMessageContaining("an arm has a name");
    }

    @Test
    void anUnknownArmIsRefusedByName() {
        assertThatThrownBy(() -> CampaignArms.withHoldout("spring", new BigDecimal("0.1"))
                        .share("control"))
                .hasMessage("campaign spring has no arm 'control'; there are [holdout, treated]");
    }
}
