package io.clientele.stack.demo;

import io.clientele.stack.imports.EventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes up how customers may have turned to the shop after an order: chats, calls, tickets, posts that mention it, visits to a
 * store, answers to surveys, reviews. A pure function of the order. The events say {@code source = 'simulated'}. A ticket that
 * is younger than the data is open at their end.
 */
final class ServiceSimulator {
    private static final List<String> AGENTS = List.of("agent-ada", "agent-bo", "agent-cy", "agent-di");
    private static final List<String> REASONS = List.of("delivery", "damaged", "invoice", "return", "product");
    private static final List<String> NETWORKS = List.of("instagram", "facebook", "twitter");
    private static final List<String> STORES = List.of("store-london", "store-leeds");
    private static final List<String> PRIORITIES = List.of("low", "normal", "normal", "normal", "high", "urgent");
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    /** Makes the contacts after an order, each of them in the order of time. */
    void after(Purchase purchase, Consumer<Contact.Event> events) {
        SplittableRandom random = Shopper.random("service", purchase.orderId());
        if (random.nextInt(1000) < 30) {
            chat(purchase, later(purchase, random)).events().forEach(events);
        }
        if (random.nextInt(1000) < 20) {
            call(purchase, later(purchase, random)).events().forEach(events);
        }
        if (random.nextInt(1000) < 45) {
            ticket(purchase, later(purchase, random)).forEach(events);
        }
        if (random.nextInt(1000) < 10) {
            mention(purchase, later(purchase, random)).events().forEach(events);
        }
        if (random.nextInt(1000) < 15) {
            Contact visit = new Contact("clickstream", "store-visit", purchase, "store", later(purchase, random));
            visit.add("store_visited").set("store_id", visit.oneOf(STORES)).set("device_type", "pos");
            visit.events().forEach(events);
        }
        if (random.nextInt(1000) < 70) {
            nps(purchase, later(purchase, random)).events().forEach(events);
        }
        if (random.nextInt(1000) < 50) {
            review(purchase, later(purchase, random)).events().forEach(events);
        }
    }

    private static Instant later(Purchase purchase, SplittableRandom random) {
        return purchase.placedAt().plus(Duration.ofSeconds(random.nextLong(HOUR, 14 * DAY)));
    }

    private static Contact chat(Purchase purchase, Instant at) {
        Contact chat = new Contact("interactions", "chat", purchase, "chat", at);
        String agent = chat.oneOf(AGENTS);
        chat.add("chat_started").set("conversation_id", chat.id()).set("direction", "inbound");
        int lines = chat.between(2, 5);
        for (int line = 0; line < lines; line++) {
            boolean isCustomer = line % 2 == 0;
            chat.pass(10, 90);
            chat.add("chat_message")
                    .set("conversation_id", chat.id())
                    .set("author_role", isCustomer ? "customer" : "agent")
                    .set("agent_id", isCustomer ? null : agent)
                    .set("text", isCustomer ? "Where is my order?" : "I am looking it up.");
        }
        Duration length = Duration.between(at, chat.pass(5, 60).now());
        chat.add("chat_ended")
                .set("conversation_id", chat.id())
                .set("agent_id", agent)
                .set("duration_seconds", (int) length.toSeconds());
        return chat;
    }

    private static Contact call(Purchase purchase, Instant at) {
        Contact call = new Contact("interactions", "call", purchase, "phone", at);
        String direction = call.chance(700) ? "inbound" : "outbound";
        String reason = call.oneOf(REASONS);
        String agent = call.oneOf(AGENTS);
        call.add("call_started")
                .set("call_id", call.id())
                .set("direction", direction)
                .set("agent_id", agent)
                .set("reason", reason);
        int seconds = call.chance(850) ? call.between(40, 900) : 0;
        call.pass(Math.max(20, seconds), Math.max(20, seconds));
        call.add("call_ended")
                .set("call_id", call.id())
                .set("direction", direction)
                .set("agent_id", agent)
                .set("duration_seconds", seconds);
        return call;
    }

    private static Contact mention(Purchase purchase, Instant at) {
        Contact post = new Contact("interactions", "mention", purchase, "social", at);
        post.add("social_mention")
                .set("network", post.oneOf(NETWORKS))
                .set("post_id", post.id())
                .set("text", "My order came.")
                .set("sentiment", post.between(-80, 100) / 100d);
        return post;
    }

    /** The ticket, and for some that are solved the customer's judgement. */
    private static List<Contact.Event> ticket(Purchase purchase, Instant at) {
        Contact ticket = new Contact("support", "ticket", purchase, "email", at);
        String agent = ticket.oneOf(AGENTS);
        String category = ticket.oneOf(REASONS);
        step(ticket, "ticket_created")
                .set("status", "new")
                .set("priority", ticket.oneOf(PRIORITIES))
                .set("ticket_type", "question")
                .set("category", category)
                .set("subject", "My order " + purchase.orderId())
                .set("order_id", purchase.orderId())
                .set(
                        "product_id",
                        category.equals("product") ? purchase.productIds().get(0) : null);
        ticket.pass(300, 4 * HOUR);
        step(ticket, "ticket_assigned").set("agent_id", agent).set("team_id", "service");
        reply(ticket, "agent", agent);
        status(ticket, "pending");
        if (ticket.chance(500)) {
            reply(ticket, "customer", null);
            status(ticket, "open");
            reply(ticket, "agent", agent);
        }
        ticket.pass(HOUR, 5 * DAY);
        if (ticket.chance(940)) {
            status(ticket, "solved");
            if (ticket.chance(300)) {
                ticket.events().addAll(satisfaction(purchase, ticket).events());
            }
        }
        return ticket.events();
    }

    private static EventBuilder step(Contact ticket, String name) {
        return ticket.add(name).set("ticket_id", ticket.id());
    }

    private static void reply(Contact ticket, String author, @Nullable String agent) {
        ticket.pass(600, 30 * HOUR);
        step(ticket, "ticket_replied")
                .set("reply_id", ticket.id() + "-" + ticket.events().size())
                .set("author_role", author)
                .set("is_public", true)
                .set("agent_id", agent);
    }

    private static void status(Contact ticket, String status) {
        ticket.pass(1, 60);
        step(ticket, "ticket_status_changed").set("status", status);
    }

    private static Contact satisfaction(Purchase purchase, Contact ticket) {
        boolean isEffort = ticket.chance(300);
        Contact answer = new Contact(
                "feedback", "satisfaction", purchase, "email", ticket.now().plusSeconds(ticket.between(3600, 90_000)));
        answer.add("survey_answered")
                .set("survey_type", isEffort ? "ces" : "csat")
                .set("survey_id", "after-ticket")
                .set("score", isEffort ? answer.between(2, 7) : Math.min(5, answer.between(2, 6)))
                .set("ticket_id", ticket.id());
        return answer;
    }

    private static Contact nps(Purchase purchase, Instant at) {
        Contact answer = new Contact("feedback", "nps", purchase, "email", at);
        answer.add("survey_answered")
                .set("survey_type", "nps")
                .set("survey_id", "after-order")
                .set("score", Math.min(10, answer.between(3, 12)))
                .set("order_id", purchase.orderId());
        return answer;
    }

    private static Contact review(Purchase purchase, Instant at) {
        Contact review = new Contact("feedback", "review", purchase, "web", at);
        review.add("product_reviewed")
                .set("review_id", review.id())
                .set("product_id", review.oneOf(purchase.productIds()))
                .set("rating", Math.min(5, review.between(1, 7)))
                .set("title", "As described")
                .set("comment", "Came quickly.")
                .set("order_id", purchase.orderId())
                .set("is_verified_purchase", true);
        return review;
    }
}
