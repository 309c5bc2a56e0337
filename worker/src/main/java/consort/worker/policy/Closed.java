package consort.worker.policy;

/**
 * A site takes no tasks.
 *
 * @param reason a code, sent to the coordinator
 * @param untilMillis wall clock; 0 when that is not known
 * @param interrupts whether the task in training ends too
 */
public record Closed(String reason, long untilMillis, boolean interrupts) {

    public static final String PAUSED = "paused";
    public static final String LEAVING = "leaving";
    public static final String OUTSIDE_HOURS = "outside-hours";
    public static final String OVER_BUDGET = "over-budget";
    public static final String MEASURING = "measuring";
    public static final String ENTERING = "entering";

    /** How long from a moment; 0 when that is not known. */
    public long forMillis(long wallMillis) {
        return untilMillis == 0 ? 0 : Math.max(1, untilMillis - wallMillis);
    }
}
