package io.clientele.jobs.domain.sessions;

import static io.clientele.jobs.domain.sessions.Visits.RULES;
import static io.clientele.jobs.domain.sessions.Visits.event;
import static io.clientele.jobs.domain.sessions.Visits.micros;
import static io.clientele.jobs.domain.sessions.Visits.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clientele.jobs.domain.sessions.Visits.Told;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:30:00Z, 1, thirty minutes are no longer than the gap",
        "2026-03-02T09:30:00.001Z, 2, and this is",
        "2026-03-02T08:30:00Z, 1, earlier events as well",
        "2026-03-02T08:29:59.999Z, 2, and these are too early"
    })
    void inactivityEndsASession(String other, int sessions, String why) {
        assertThat(new Told().add(view("2026-03-02T09:00:00Z"), view(other)).all())
                .as(why)
                .hasSize(sessions);
    }

    @Test
    void neitherMidnightNorAnotherCampaignEndsASession() {
        long midnight = micros("2026-03-03T00:00:00Z");
        Arrival campaign = new Arrival("desktop", "google", "cpc", "spring", "www.google.com");
        Told told = new Told()
                .add(event(midnight - 60_000_000, Action.VIEW, "/"))
                .add(new VisitEvent("paid", midnight + 60_000_000, Action.VIEW, "/offer", campaign));

        assertThat(told.all()).singleElement().satisfies(session -> {
            assertThat(session.arrival())
                    .as("of the first event that says where from")
                    .isEqualTo(campaign);
            assertThat(session.deviceType()).isEqualTo("mobile");
            assertThat(session.entryPage()).isEqualTo("/");
            assertThat(session.exitPage()).isEqualTo("/offer");
        });
    }

    @Test
    void aSessionLastsForADayAtMost() {
        long start = micros("2026-03-02T00:00:00Z");
        Told told = new Told();
        for (int quarter = 0; quarter <= 4 * 30; quarter++) {
            told.add(event(start + quarter * 900_000_000L, Action.VIEW, "/"));
        }

        assertThat(told.all()).extracting(Session::events).containsExactly(4 * 24 + 1, 4 * 6);
    }

    @Test
    void twoSessionsThatALateEventJoinsBecomeOne() {
        Told told = new Told().add(view("2026-03-02T09:00:00Z"), view("2026-03-02T09:50:00Z"));
        assertThat(told.all()).hasSize(2);

        told.add(view("2026-03-02T09:25:00Z"));

        assertThat(told.all())
                .extracting(Session::startedAt, Session::events)
                .containsExactly(tuple(micros("2026-03-02T09:00:00Z"), 3));
    }

    @Test
    void anEarlierFirstEventMovesTheSessionAndTheOldOneIsNoMore() {
        VisitorLog before = VisitorLog.empty().with(view("2026-03-02T09:00:00Z"));
        VisitEvent earlier = view("2026-03-02T08:50:00Z");

        List<SessionChange> changes = SessionChange.between(before, before.with(earlier), earlier.time(), RULES);

        assertThat(changes)
                .extracting(change -> change.session().startedAt(), SessionChange::isDeleted)
                .containsExactly(
                        tuple(micros("2026-03-02T09:00:00Z"), true), tuple(micros("2026-03-02T08:50:00Z"), false));
    }

    @Test
    void anotherSessionIsNotToldAgain() {
        VisitorLog before = VisitorLog.empty().with(view("2026-03-02T09:00:00Z"));
        VisitEvent later = view("2026-03-02T15:00:00Z");

        assertThat(SessionChange.between(before, before.with(later), later.time(), RULES))
                .extracting(change -> change.session().startedAt())
                .containsExactly(later.time());
    }

    @ParameterizedTest
    @CsvSource({
        "VIEW, 0, false, one view",
        "VIEW, 10000000, true, two views",
        "OTHER, 10000000, false, ten seconds are not longer than ten seconds",
        "OTHER, 10000001, true, and this is",
        "CART_ADDITION, 0, true, a key event",
        "PRODUCT_VIEW, 0, false, no key event"
    })
    void engagedIsWhoStaysOrLooksTwiceOrDoesSomething(Action action, long later, boolean isEngaged, String why) {
        long start = micros("2026-03-02T09:00:00Z");
        Told told = new Told().add(event(start, action, ""), event(start + later, action, ""));

        assertThat(told.all())
                .singleElement()
                .satisfies(
                        session -> assertThat(session.isEngaged(RULES)).as(why).isEqualTo(isEngaged));
    }

    @Test
    void anOrderBelongsToTheSessionThatItWasPlacedIn() {
        Told told = new Told()
                .order("between", micros("2026-03-02T09:29:00Z"), 100)
                .order("nowhere", micros("2026-03-02T12:00:00Z"), 1)
                .add(view("2026-03-02T09:00:00Z"), view("2026-03-02T15:00:00Z"))
                .order("second", micros("2026-03-02T15:00:00Z"), 20);
        assertThat(told.all())
                .extracting(Session::orderIds, Session::revenue)
                .containsExactly(tuple(List.of("between"), 100L), tuple(List.of("second"), 20L));

        told.noOrder("between").order("second", micros("2026-03-02T15:00:00Z"), 21);

        assertThat(told.all()).extracting(Session::revenue).containsExactly(0L, 21L);
    }

    @Test
    void whatIsOverIsForgottenAndChangesNothing() {
        Told told = new Told()
                .add(view("2026-03-02T09:00:00Z"), view("2026-03-04T09:00:00Z"), view("2026-03-04T09:20:00Z"))
                .order("1", micros("2026-03-02T09:10:00Z"), 5)
                .order("2", micros("2026-03-04T09:10:00Z"), 7);
        List<Session> before = told.all();

        told.forgetBefore(micros("2026-03-04T09:20:00Z"));

        assertThat(told.log.events()).isEqualTo(2);
        assertThat(told.log.orderIds()).containsExactly("2");
        assertThat(told.log.sessions(RULES)).containsExactly(before.get(1));
        assertThat(told.forgetBefore(micros("2026-03-05T00:00:00Z")).log.isEmpty())
                .isTrue();
    }
}
