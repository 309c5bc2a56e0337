package consort.worker.preflight;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param text what was seen
 * @param fix what to do; "" when there is nothing to do, or the text says it
 * @param nobody a problem of the way or the moment, which may be over at the next try: nobody answered who could be judged
 */
public record Finding(Verdict verdict, String text, String fix, boolean nobody) {

    /** How it is. */
    public enum Verdict {
        OK,
        PROBLEM,
        /** Could not be looked at. */
        UNKNOWN,
        /** Not looked at, as another check is not as it should be. */
        NOT_TRIED;

        /** As it is printed. */
        public String word() {
            return (this == NOT_TRIED ? UNKNOWN : this).name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String text) {
        return new Finding(Verdict.OK, text, "", false);
    }

    static Finding problem(String text, String fix) {
        return new Finding(Verdict.PROBLEM, text, fix, false);
    }

    static Finding nobody(String text, String fix) {
        return new Finding(Verdict.PROBLEM, text, fix, true);
    }

    static Finding unknown(String text, String fix) {
        return new Finding(Verdict.UNKNOWN, text, fix, false);
    }

    /** @param needed the check that comes first */
    static Finding notTried(String needed) {
        return new Finding(Verdict.NOT_TRIED, "not tried: it needs \"" + needed + "\"", "", false);
    }
}
