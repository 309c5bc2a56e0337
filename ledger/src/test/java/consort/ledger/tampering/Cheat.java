package consort.ledger.tampering;

import java.io.IOException;

/**
 * One way to cheat, and what the audit must say of it.
 *
 * @param what for people; a row of {@code docs/tampering.md}
 * @param exitCode of {@code audit verify}
 * @param rule as the message names it; empty where the verdict names none
 * @param field how the field that the message names begins
 * @param says how the message begins where it names no rule
 */
record Cheat(String what, Doing doing, int exitCode, String rule, String field, Saying says) {

    static final int TAMPERED = 60;

    /** What is done. */
    interface Doing {
        void in(Scene scene) throws IOException;
    }

    /** A message, of a scene as it is once the cheat is done. */
    interface Saying {
        String of(Scene scene);
    }

    static Cheat found(String what, String rule, String field, Doing doing) {
        return new Cheat(what, doing, TAMPERED, rule, field, scene -> "TAMPERED: ");
    }

    /** Found out by another verdict than that something does not fit. */
    static Cheat verdict(String what, int exitCode, Saying says, Doing doing) {
        return new Cheat(what, doing, exitCode, "", "", says);
    }

    /** The row of the documentation. */
    String row() {
        return "| " + what + " | " + (exitCode == TAMPERED ? "`" + rule + "`, `" + field + "`" : "exit code " + exitCode) + " |";
    }

    @Override
    public String toString() {
        return what;
    }
}
