package io.clientele.jobs.domain.rfm;

/** Scores from 1 (lowest) to 5 (best) for recency, frequency and monetary value. */
public record Scores(int recency, int frequency, int monetary) {

    /** The segment of these scores. */
    public Segment segment() {
        return Segment.of(recency, frequency);
    }
}
