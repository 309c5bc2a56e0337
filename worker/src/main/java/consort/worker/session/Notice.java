package consort.worker.session;

/**
 * One line for the person at the site.
 *
 * @param kind what it is about
 * @param text one sentence with the values that matter
 */
public record Notice(Kind kind, String text) {

    /** What a notice is about; its lower-case name stands in the log. */
    public enum Kind { SITE, LINK, TASK, PROGRESS, CLAIM, RECEIPT, REFUSED, PROBLEM, END }
}
