package io.clientele.jobs.domain.attribution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arms of a campaign's test and who is in which: a hash of campaign and recipient, so that it needs no table, is the same whenever
 * it is asked, and tells nothing of the arm in another campaign. The recipient is a person id or a customer number; who sends says the
 * arm in the event, so that it stays what it was when persons are joined later.
 */
public final class CampaignArms {
    /** The arm that is sent nothing. */
    public static final String HOLDOUT = "holdout";
    /** The arm of the others where there is one treatment. */
    public static final String TREATED = "treated";

    private static final BigDecimal HASHES = new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE));

    private final String campaignId;
    private final Map<String, BigDecimal> shares;

    /**
     * Arms with their shares of the recipients, above 0 and 1 together.
     *
     * @throws IllegalArgumentException naming campaign, arm and value if they are not, or an arm has no name
     */
    public CampaignArms(String campaignId, Map<String, BigDecimal> shares) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> arm : shares.entrySet()) {
            if (arm.getKey().isBlank() || arm.getValue().signum() <= 0) {
                throw new IllegalArgumentException(
                        "campaign %s: the arm '%s' has the share %s; an arm has a name and a share above 0"
                                .formatted(campaignId, arm.getKey(), arm.getValue()));
            }
            sum = sum.add(arm.getValue());
        }
        if (sum.compareTo(BigDecimal.ONE) != 0) {
            throw new IllegalArgumentException("campaign %s: the shares of its arms %s are %s together, not 1"
                    .formatted(campaignId, shares, sum.toPlainString()));
        }
        this.campaignId = campaignId;
        this.shares = new LinkedHashMap<>(shares);
    }

    /** A holdout of this share, and the others treated. */
    public static CampaignArms withHoldout(String campaignId, BigDecimal share) {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        shares.put(HOLDOUT, share);
        shares.put(TREATED, BigDecimal.ONE.subtract(share));
        return new CampaignArms(campaignId, shares);
    }

    /** The arm of a recipient. */
    public String of(String recipient) {
        BigDecimal place = new BigDecimal(new BigInteger(1, hash(recipient)));
        BigDecimal end = BigDecimal.ZERO;
        String last = "";
        for (Map.Entry<String, BigDecimal> arm : shares.entrySet()) {
            end = end.add(arm.getValue());
            last = arm.getKey();
            if (place.compareTo(end.multiply(HASHES)) < 0) {
                break;
            }
        }
        return last;
    }

    /**
     * The share of an arm.
     *
     * @throws IllegalArgumentException if there is no such arm, naming those that there are
     */
    public BigDecimal share(String arm) {
        BigDecimal share = shares.get(arm);
        if (share == null) {
            throw new IllegalArgumentException(
                    "campaign %s has no arm '%s'; there are %s".formatted(campaignId, arm, shares.keySet()));
        }
        return share;
    }

    private byte[] hash(String recipient) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((campaignId + '\0' + recipient).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
