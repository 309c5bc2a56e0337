package consort.examples.demo.process;

/** The invite in what {@code coordinator invite} and {@code member invite-worker} print. */
public final class PrintedInvite {

    private PrintedInvite() {}

    /** The last line: invites stand on a line of their own, the last one. */
    public static String in(String output) {
        return output.strip().lines().reduce((first, last) -> last).orElse("").strip();
    }
}
