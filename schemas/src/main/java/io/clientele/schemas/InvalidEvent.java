package io.clientele.schemas;

/** JSON that is no event of its contract: which field, what is wrong with it, and its value. */
public final class InvalidEvent extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 100;

    private final String field;
    private final String problem;

    InvalidEvent(String field, String problem, String value) {
        super(field + " " + problem + (value.isEmpty() ? "" : ": " + shortened(value)));
        this.field = field;
        this.problem = problem;
    }

    /** The field, with its place: {@code lines[0].price}; {@code event} for the whole. */
    public String field() {
        return field;
    }

    /** What is wrong, without the value: the same for every event with the same fault. */
    public String problem() {
        return problem;
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
