package io.clientele.stack.demo;

import io.clientele.jobs.domain.attribution.CampaignArms;
import io.clientele.stack.imports.EventBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes up the messages that a shop may have sent around an order: the confirmation, a text message when it is on its way, a
 * push message to who has the app, a newsletter in the weeks after, kept from a fifth of the customers to see what it changes; and what
 * became of each. A pure function of the order.
 * The events say {@code source = 'simulated'}.
 */
final class MessageSimulator {

    /** What messages of a kind have in common, and what becomes of a thousand of them. */
    private record Kind(
            String template,
            String channel,
            int bounced,
            boolean isDeliveryReported,
            int opened,
            int clicked,
            int unsubscribed,
            int complained,
            boolean isTested) {}

    /** The share of the customers that a newsletter is kept from, to see what it changes. */
    private static final BigDecimal HOLDOUT_SHARE = new BigDecimal("0.2");

    private static final Kind CONFIRMATION = new Kind("order_confirmation", "email", 5, false, 400, 60, 0, 0, false);
    private static final Kind NEWSLETTER = new Kind("newsletter", "email", 25, true, 380, 250, 12, 8, true);
    private static final Kind DISPATCH = new Kind("order_dispatched", "sms", 15, true, 0, 90, 0, 0, false);
    private static final Kind PUSH = new Kind("back_in_the_app", "push", 0, false, 300, 200, 0, 0, false);

    /** Makes the messages around an order, each of them in the order of time. */
    void around(Purchase purchase, Consumer<Contact.Event> events) {
        SplittableRandom random = Shopper.random("messages", purchase.orderId());
        send(CONFIRMATION, purchase, purchase.placedAt().plusSeconds(40), null, events);
        if (random.nextInt(100) < 12) {
            Instant dispatch = purchase.placedAt().plus(Duration.ofHours(random.nextInt(18, 60)));
            send(DISPATCH, purchase, dispatch, null, events);
        }
        boolean hasApp = Shopper.customer(purchase.customerId(), purchase.country())
                .deviceType()
                .equals("app");
        if (hasApp && random.nextInt(100) < 60) {
            Instant push = purchase.placedAt().plus(Duration.ofHours(random.nextInt(48, 600)));
            send(PUSH, purchase, push, Shopper.campaign(push, "app"), events);
        }
        if (random.nextInt(100) < 34) {
            Instant morning = purchase.placedAt()
                    .plus(Duration.ofDays(random.nextInt(2, 40)))
                    .truncatedTo(ChronoUnit.DAYS)
                    .plus(Duration.ofHours(9));
            send(NEWSLETTER, purchase, morning, Shopper.campaign(morning, "news"), events);
        }
    }

    private static void send(
            Kind kind, Purchase purchase, Instant at, @Nullable String campaign, Consumer<Contact.Event> events) {
        Contact message = new Contact("interactions", kind.template(), purchase, kind.channel(), at);
        if (isHeldOut(kind, purchase, campaign)) {
            inArm(step(message, kind, "message_suppressed", campaign), kind, purchase, campaign)
                    .set("reason", CampaignArms.HOLDOUT);
            message.events().forEach(events);
            return;
        }
        inArm(step(message, kind, "message_sent", campaign), kind, purchase, campaign)
                .set("subject", "About your order " + purchase.orderId());
        if (message.pass(2, 90).chance(kind.bounced())) {
            step(message, kind, "message_bounced", campaign)
                    .set("bounce_type", message.chance(700) ? "hard" : "soft")
                    .set("reason", "mailbox not available");
        } else {
            if (kind.isDeliveryReported()) {
                step(message, kind, "message_delivered", campaign);
            }
            read(message, kind, campaign);
        }
        message.events().forEach(events);
    }

    /** A click in a text message comes without an opening: nobody reports that. */
    private static void read(Contact message, Kind kind, @Nullable String campaign) {
        boolean isOpened = message.chance(kind.opened());
        if (isOpened) {
            message.pass(60, 90_000);
            step(message, kind, "message_opened", campaign);
        }
        if ((isOpened || kind.opened() == 0) && message.chance(kind.clicked())) {
            message.pass(3, 300);
            step(message, kind, "message_clicked", campaign).set("link_url", "https://shop.example/news");
        } else if (isOpened && message.chance(kind.unsubscribed())) {
            message.pass(3, 60);
            step(message, kind, "message_unsubscribed", campaign);
        } else if (isOpened && message.chance(kind.complained())) {
            message.pass(3, 60);
            step(message, kind, "message_complained", campaign);
        }
    }

    private static boolean isHeldOut(Kind kind, Purchase purchase, @Nullable String campaign) {
        return kind.isTested()
                && campaign != null
                && arms(campaign).of(purchase.customerId()).equals(CampaignArms.HOLDOUT);
    }

    /** What is tested says the arm that the customer is in. */
    private static EventBuilder inArm(EventBuilder event, Kind kind, Purchase purchase, @Nullable String campaign) {
        if (!kind.isTested() || campaign == null) {
            return event;
        }
        CampaignArms arms = arms(campaign);
        String arm = arms.of(purchase.customerId());
        return event.set("arm", arm).set("arm_share", arms.share(arm).doubleValue());
    }

    private static CampaignArms arms(String campaign) {
        return CampaignArms.withHoldout(campaign, HOLDOUT_SHARE);
    }

    private static EventBuilder step(Contact message, Kind kind, String name, @Nullable String campaign) {
        return message.add(name)
                .set("message_id", message.id())
                .set("template_id", kind.template())
                .set("campaign_id", campaign);
    }
}
